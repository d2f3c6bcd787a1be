package io.github.d1jdbc.dump.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The command line {@code d1dump}. {@link #main} ends the process; {@link #run} does not, so that tests and other
 * programs can call it. One thread at a time.
 */
public final class Main {

    private static final String COMMANDS = "export, inspect, convert, restore, verify, serve and demo";
    private static final List<String> NAMES =
            List.of("export", "inspect", "convert", "restore", "verify", "serve", "demo");

    private final Shell shell;
    private final Redactor redactor = new Redactor();

    /**
     * A command line with streams of one's own and no terminal.
     *
     * @param out takes the result: a dump with {@code -o -}, JSON, help
     * @param err takes everything else
     * @param in is read only where an option says so ({@code --token-file -})
     * @param environment the variables that the commands see
     */
    public Main(OutputStream out, PrintStream err, InputStream in, Map<String, String> environment) {
        this(new Shell(out, err, in, environment, false, false, false, false));
    }

    Main(Shell shell) {
        this.shell = shell;
        hide("CLOUDFLARE_API_TOKEN");
        hide("CLOUDFLARE_API_KEY");
    }

    /** Runs one command and ends the process with its exit code. */
    public static void main(String... args) {
        Main main = new Main(Shell.ofProcess());
        System.exit(
                Shell.lostLetters(args)
                        ? main.refuse(
                                "the locale of this shell has no letters beyond ASCII, so a name in the arguments is"
                                        + " lost",
                                "set LC_ALL=C.UTF-8")
                        : main.run(args));
    }

    /** Runs one command on this thread and gives its exit code; an interrupt, Ctrl-C and SIGTERM end it cleanly. */
    public int run(String... args) {
        CommandLine line = new CommandLine(new RootCommand());
        // Reading the annotations of all commands takes longer than inspecting a small dump.
        boolean one = args.length > 0 && NAMES.contains(args[0]);
        for (String name : one ? List.of(args[0]) : NAMES) line.addSubcommand(command(name));
        Handlers handlers = new Handlers();
        line.setOut(new PrintWriter(new OutputStreamWriter(shell.out(), StandardCharsets.UTF_8), true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        shell.outIsTerminal() ? CommandLine.Help.Ansi.AUTO : CommandLine.Help.Ansi.OFF))
                .registerConverter(Duration.class, new DurationConverter())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setUsageHelpAutoWidth(shell.outIsTerminal())
                .setParameterExceptionHandler(handlers)
                .setExecutionStrategy(handlers);
        int exitCode = line.execute(args);
        // A PrintWriter keeps quiet about a full disk; only help and version go through this one.
        if (!line.getOut().checkError()) return exitCode;
        shell.err().println(Report.Failure.line("standard output cannot be written", ""));
        return ExitCode.FAILED.number();
    }

    private Action command(String name) {
        return switch (name) {
            case "export" -> new ExportCommand(shell, redactor);
            case "inspect" -> new InspectCommand(shell);
            case "convert" -> new ConvertCommand(shell);
            case "restore" -> new RestoreCommand(shell, redactor);
            case "verify" -> new VerifyCommand(shell, redactor);
            case "serve" -> new ServeCommand(shell);
            case "demo" -> new DemoCommand(shell);
            default -> throw new IllegalArgumentException("no command has this name");
        };
    }

    private void hide(String variable) {
        String secret = shell.environment().get(variable);
        if (secret != null) redactor.hide(secret);
    }

    private int execute(ParseResult parsed) {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) return helped;
        ParseResult last = parsed;
        while (last.hasSubcommand()) last = last.subcommand();
        if (!(last.commandSpec().userObject() instanceof Action action)) {
            return refuse("no command given, there are " + COMMANDS, "see d1dump --help");
        }
        Report report = action.output().report(shell, redactor);
        Logs logs = action.logs() ? Logs.to(shell.err(), redactor, action.output().verbose) : null;
        Interruption interruption = Interruption.of(Thread.currentThread(), report);
        try {
            return run(action, report).number();
        } finally {
            report.close();
            if (logs != null) logs.close();
            interruption.close();
        }
    }

    private static ExitCode run(Action action, Report report) {
        Report.Failure failure;
        try {
            return action.run(report);
        } catch (CommandException e) {
            failure = new Report.Failure(e.exitCode(), message(e), e.hint(), "", causes(e));
        } catch (SQLException e) {
            String state = e.getSQLState() == null ? "" : e.getSQLState();
            failure = new Report.Failure(ExitCode.of(e), OptionNames.asFlags(message(e)), "", state, causes(e));
        } catch (IOException e) {
            failure = Thread.currentThread().isInterrupted()
                    ? new Report.Failure(ExitCode.INTERRUPTED, "stopped before it was done", "", "", causes(e))
                    : new Report.Failure(ExitCode.FAILED, FileTrouble.sentence(e), "", "", causes(e));
        } catch (InvalidPathException e) {
            failure = new Report.Failure(
                    ExitCode.USAGE, "no file can have the name " + oneLine(e.getInput()), "", "", causes(e));
        } catch (RuntimeException e) {
            // Not an error of the user's: name it so that a report of it helps.
            String text = "unexpected " + e + " at " + (e.getStackTrace().length > 0 ? e.getStackTrace()[0] : "?");
            failure = new Report.Failure(ExitCode.FAILED, oneLine(text), "this is a fault of d1dump", "", causes(e));
        }
        report.error(failure);
        return failure.exitCode();
    }

    private int refuse(ParameterException refusal, String... args) {
        CommandLine.Model.CommandSpec command = refusal.getCommandLine().getCommandSpec();
        String hint = "see " + command.qualifiedName() + " --help";
        boolean serves = command.userObject() instanceof ServeCommand;
        if (!serves && Arrays.stream(args).anyMatch(Redactor::bringsSecret)) {
            return refuse(
                    "the API token never comes from an argument, where every user of this machine can read it",
                    "set CLOUDFLARE_API_TOKEN, or use --token-file FILE (- reads it from standard input)");
        }
        if (refusal instanceof CommandLine.UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().get(0);
            if (command.userObject() instanceof RootCommand && !first.startsWith("-")) {
                return refuse("there is no command '" + first + "', only " + COMMANDS, hint);
            }
            return refuse((first.startsWith("-") ? "unknown option " : "one argument too many: ") + first, hint);
        }
        String text = String.valueOf(refusal.getMessage()).lines().findFirst().orElse("wrong arguments");
        return refuse(Character.toLowerCase(text.charAt(0)) + text.substring(1), hint);
    }

    private int refuse(String message, String hint) {
        shell.err().println(Report.Failure.line(redactor.cleanArguments(message), hint));
        return ExitCode.USAGE.number();
    }

    private static String message(Exception e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : oneLine(message);
    }

    private static List<String> causes(Throwable e) {
        List<String> causes = new ArrayList<>();
        for (Throwable cause = e.getCause(); cause != null && causes.size() < 10; cause = cause.getCause()) {
            causes.add(oneLine(cause.toString()));
        }
        return causes;
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** Classes, not method references, which are linked at run time: picocli's interfaces go into no class archive. */
    private final class Handlers implements IExecutionStrategy, IParameterExceptionHandler {
        @Override
        public int execute(ParseResult parsed) {
            return Main.this.execute(parsed);
        }

        @Override
        public int handleParseException(ParameterException refusal, String[] args) {
            return refuse(refusal, args);
        }
    }
}
