package io.github.d1jdbc.dump.cli;

import io.github.d1jdbc.D1Account;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose database it is and how to sign in; secrets come from the environment or a file, never from an argument. */
final class AccountOptions {

    private static final String SCHEME = "jdbc:d1:";
    private static final String LOCAL = "jdbc:d1:local:";
    private static final String REMOTE = "jdbc:d1://";
    private static final int LONGEST_TOKEN_FILE = 64 * 1024;

    @Option(names = "--account", paramLabel = "ID", description = "Account id; else CLOUDFLARE_ACCOUNT_ID.")
    @Nullable
    String account;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "Another D1-compatible API, for instance that of 'd1dump serve'; else"
                    + " CLOUDFLARE_API_BASE_URL, else Cloudflare.")
    @Nullable
    String endpoint;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Read the API token from a file (- is standard input); else CLOUDFLARE_API_TOKEN.")
    @Nullable
    String tokenFile;

    /** Opens a database that is named, numbered or given as a JDBC URL. */
    Connection connect(Shell shell, Redactor redactor, String database)
            throws CommandException, SQLException, IOException {
        return connect(shell, redactor, database, new Properties());
    }

    /** The same with properties of the connection. */
    Connection connect(Shell shell, Redactor redactor, String database, Properties properties)
            throws CommandException, SQLException, IOException {
        String url = url(shell, database);
        if (!url.startsWith(LOCAL)) {
            signIn(shell, redactor, properties);
            given(endpoint)
                    .or(() -> shell.variable("CLOUDFLARE_API_BASE_URL"))
                    .ifPresent(base -> properties.setProperty("endpoint", base));
            accountId(shell).ifPresent(id -> properties.setProperty("accountId", id));
        }
        return DriverManager.getConnection(url, properties);
    }

    /** The account itself; {@code database} only stands in messages. */
    D1Account open(Shell shell, Redactor redactor, String database) throws CommandException, SQLException, IOException {
        Properties properties = new Properties();
        signIn(shell, redactor, properties);
        given(endpoint)
                .or(() -> shell.variable("CLOUDFLARE_API_BASE_URL"))
                .ifPresent(base -> properties.setProperty("endpoint", base));
        return D1Account.open(requiredAccountId(shell, database), properties);
    }

    private String requiredAccountId(Shell shell, String database) throws CommandException {
        return accountId(shell)
                .orElseThrow(() -> CommandException.usage(
                        "no account id for database " + database, "set CLOUDFLARE_ACCOUNT_ID or use --account ID"));
    }

    /** Whether the database is on this machine, where no rate limit is shared with anybody. */
    boolean isOnThisMachine(Shell shell, String database) {
        String base = given(endpoint)
                .or(() -> shell.variable("CLOUDFLARE_API_BASE_URL"))
                .orElse("");
        return database.startsWith(LOCAL) || base.matches("https?://(localhost|127\\.[0-9.]+|\\[::1\\])([:/].*)?");
    }

    /** The account of the database, where one is known. */
    Optional<String> accountOf(Shell shell, String database) {
        if (database.startsWith(LOCAL)) return Optional.empty();
        if (database.startsWith(REMOTE)) {
            String authority = database.substring(REMOTE.length()).split("[/?]", 2)[0];
            if (!authority.isEmpty()) return Optional.of(authority);
        }
        return accountId(shell);
    }

    private String url(Shell shell, String database) throws CommandException {
        if (database.isBlank()) {
            throw CommandException.usage("the name of the database is empty", "give its name or UUID");
        }
        if (database.startsWith(SCHEME)) return database;
        if (database.startsWith("jdbc:")) {
            throw CommandException.usage(
                    "only jdbc:d1: URLs name a D1 database", "give a name, a UUID or jdbc:d1://<account>/<database>");
        }
        String id = requiredAccountId(shell, database);
        String name = URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
        return REMOTE + id + "/" + name;
    }

    private void signIn(Shell shell, Redactor redactor, Properties properties) throws CommandException, IOException {
        Optional<String> token =
                tokenFile == null ? shell.variable("CLOUDFLARE_API_TOKEN") : Optional.of(read(shell, tokenFile));
        Optional<String> email = shell.variable("CLOUDFLARE_EMAIL");
        Optional<String> key = shell.variable("CLOUDFLARE_API_KEY");
        if (token.isPresent()) {
            redactor.hide(token.get());
            properties.setProperty("password", token.get());
        } else if (email.isPresent() && key.isPresent()) {
            properties.setProperty("email", email.get());
            properties.setProperty("apiKey", key.get());
        } else {
            throw new CommandException(
                    ExitCode.NOT_AUTHORISED,
                    "no API token",
                    "set CLOUDFLARE_API_TOKEN or use --token-file FILE; the token needs the permission D1 Edit",
                    null);
        }
    }

    private static String read(Shell shell, String file) throws CommandException, IOException {
        byte[] bytes;
        if (file.equals("-")) {
            bytes = shell.in().readNBytes(LONGEST_TOKEN_FILE);
        } else {
            try (var in = Files.newInputStream(Path.of(file))) {
                bytes = in.readNBytes(LONGEST_TOKEN_FILE);
            } catch (IOException e) {
                throw new CommandException(
                        ExitCode.FAILED, "cannot read the token file: " + FileTrouble.sentence(e), "", e);
            }
        }
        String token = new String(bytes, StandardCharsets.UTF_8).strip();
        if (token.isEmpty()) {
            throw new CommandException(
                    ExitCode.NOT_AUTHORISED, "there is no token in " + (file.equals("-") ? "standard input" : file));
        }
        return token;
    }

    private Optional<String> accountId(Shell shell) {
        return given(account).or(() -> shell.variable("CLOUDFLARE_ACCOUNT_ID"));
    }

    private static Optional<String> given(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }
}
