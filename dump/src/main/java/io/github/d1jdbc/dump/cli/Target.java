package io.github.d1jdbc.dump.cli;

import io.github.d1jdbc.dump.verify.Comparison;
import io.github.d1jdbc.dump.verify.LiveDatabase;
import io.github.d1jdbc.dump.verify.SqliteComparison;
import io.github.d1jdbc.dump.verify.Verification;
import io.github.d1jdbc.dump.verify.Verifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** The database that a dump is compared with: opened, and its cost agreed to, before the dump is loaded. */
final class Target implements AutoCloseable {

    private static final String SQLITE = "jdbc:sqlite:";

    private final AgainstOptions options;
    private final Connection connection;
    private final @Nullable LiveDatabase live;

    private Target(AgainstOptions options, Connection connection, @Nullable LiveDatabase live) {
        this.options = options;
        this.connection = connection;
        this.live = live;
    }

    /** Opens what was named, if anything was. */
    static Optional<Target> open(
            AgainstOptions options, AccountOptions account, Shell shell, Redactor redactor, Report report)
            throws CommandException, SQLException, IOException {
        String database = options.against;
        if (database == null) return Optional.empty();
        if (database.startsWith(SQLITE)) return Optional.of(sqlite(options, database));
        Properties properties = new Properties();
        properties.setProperty("int64", "fast"); // values are read exactly here
        properties.setProperty("readOnly", "true");
        Connection connection = account.connect(shell, redactor, database, properties);
        try {
            boolean paced = !account.isOnThisMachine(shell, database);
            LiveDatabase live = new LiveDatabase(connection, options.maxRowsRead, paced);
            new Target(options, connection, live).agree(live, shell, report);
            return Optional.of(new Target(options, connection, live));
        } catch (CommandException | SQLException | IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static Target sqlite(AgainstOptions options, String url) throws CommandException, SQLException {
        String path = url.substring(SQLITE.length()).replaceFirst("\\?.*$", "");
        if (!Files.isRegularFile(Path.of(path))) {
            throw new CommandException(ExitCode.FAILED, "there is no SQLite file " + path);
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        return new Target(options, config.createConnection(url), null);
    }

    private void agree(LiveDatabase database, Shell shell, Report report)
            throws CommandException, SQLException, IOException {
        LiveDatabase.Cost cost = database.cost(options.level);
        String unknown = cost.unknown().isEmpty()
                ? ""
                : ", and those of " + VerificationText.visible(String.join(", ", cost.unknown()))
                        + ", which have no rowid to tell how many";
        String sentence = String.format(
                Locale.ROOT,
                "comparing with %s reads about %s%s, in %s, about %s",
                database.name(),
                Quantity.count(cost.rowsRead(), "row"),
                unknown,
                Quantity.count(cost.requests(), "request"),
                Quantity.time(java.time.Duration.ofSeconds(cost.seconds())));
        if (cost.rowsRead() > options.maxRowsRead) {
            throw CommandException.usage(
                    sentence,
                    String.format(Locale.ROOT, "--max-rows-read allows %,d; raise it to agree", options.maxRowsRead));
        }
        report.notice(Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + ".");
        if (options.yes) return;
        if (!shell.inIsTerminal() || !shell.errIsTerminal()) {
            throw CommandException.usage("D1 bills the rows that are read", "add --yes to agree");
        }
        report.notice("Go on? [y/N]");
        byte[] answer = shell.in().readNBytes(1);
        if (!new String(answer, StandardCharsets.US_ASCII)
                .toLowerCase(Locale.ROOT)
                .equals("y")) {
            throw CommandException.usage("not compared", "--yes goes on without asking");
        }
    }

    Comparison compare(Verification verification, Verifier.Listener listener) throws SQLException, IOException {
        return live == null
                ? SqliteComparison.compare(verification, connection, String.valueOf(options.against), listener)
                : live.compare(verification, options.level, listener);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
