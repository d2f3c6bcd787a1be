package io.github.d1jdbc.dump.verify;

import io.github.d1jdbc.D1Connection;
import io.github.d1jdbc.dump.Manifest;
import io.github.d1jdbc.dump.verify.Comparison.Outcome;
import io.github.d1jdbc.dump.verify.Comparison.Writes;
import io.github.d1jdbc.dump.verify.DatabaseSchema.Kind;
import io.github.d1jdbc.dump.verify.DatabaseSchema.Table;
import io.github.d1jdbc.dump.verify.Verifier.Step;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A live D1 that dumps are compared with. Its tables are read by short pages, one at a time; nothing is written. One
 * thread at a time.
 */
public final class LiveDatabase {

    /**
     * What a comparison will cost. Immutable.
     *
     * @param rowsRead rows that D1 will bill, from the largest rowid of each table
     * @param requests how many, about
     * @param seconds how long, about
     * @param unknown tables without a rowid, whose size nothing tells before they are read
     */
    public record Cost(long rowsRead, long requests, long seconds, List<String> unknown) {
        public Cost {
            unknown = List.copyOf(unknown);
        }
    }

    private static final Logger LOG = Logger.getLogger("io.github.d1jdbc");
    private static final int ROWS_PER_REQUEST = 1_000;
    private static final int COLUMNS = 50;
    private static final double SECONDS_PER_REQUEST = 0.35;

    private final Connection connection;
    private final D1Connection d1;
    private final LiveBudget budget;
    private final DatabaseSchema schema;
    private final Optional<String> before;

    /**
     * Looks at the schema.
     *
     * @param connection to a D1, best with {@code int64=fast}, because the exact reading is done here
     * @param maxRowsRead where it stops
     * @param paced whether it keeps to half of the rate limit, which holds for all that the user does at Cloudflare
     */
    public LiveDatabase(Connection connection, long maxRowsRead, boolean paced) throws SQLException, IOException {
        this.connection = connection;
        this.d1 = connection.unwrap(D1Connection.class);
        this.budget = new LiveBudget(maxRowsRead, paced);
        this.before = bookmark();
        this.schema = DatabaseSchema.read(connection);
    }

    /** The database's name. */
    public String name() {
        return d1.databaseName();
    }

    /** What a comparison with a dump costs; it reads one row of each table. */
    public Cost cost(Level level) throws SQLException, IOException {
        long rows = 0;
        long requests = 3;
        List<String> unknown = new ArrayList<>();
        List<String> maxima = new ArrayList<>();
        for (Table table : schema.tables()) {
            if (table.kind() == Kind.WITHOUT_CONTENT) continue;
            if (table.withoutRowid()) unknown.add(table.name());
            else maxima.add(maximum(table));
        }
        for (int from = 0; from < maxima.size(); from += COLUMNS) {
            for (Long most : numbers("SELECT "
                    + String.join(", ", maxima.subList(from, Math.min(from + COLUMNS, maxima.size()))))) {
                long some = most == null ? 0 : Math.max(0, most);
                rows = Math.addExact(rows, Math.min(some, Long.MAX_VALUE / 4 - rows));
                boolean pages = level == Level.HASH;
                requests += pages ? 1 + some / ROWS_PER_REQUEST : 1;
            }
        }
        return new Cost(rows, requests, (long) Math.ceil(requests * SECONDS_PER_REQUEST), unknown);
    }

    // A virtual table has no largest rowid at hand; the tables behind it do.
    private static String maximum(Table table) {
        boolean virtual = table.kind() == Kind.VIRTUAL;
        boolean tree = virtual
                && !table.columns().isEmpty()
                && table.columns().get(0).type().equals("INT");
        String from = !virtual ? table.name() : table.name() + (tree ? "_rowid" : "_content");
        String id = LiveKey.rowidName(table);
        return id.isEmpty()
                ? "(SELECT 0)"
                : "(SELECT CAST(max(" + (virtual ? "rowid" : id) + ") AS TEXT) FROM " + SqlName.quoted(from) + ")";
    }

    /**
     * Compares a dump.
     *
     * @param listener is told which table is at hand
     * @throws IOException if more rows would be read than allowed, or the thread is interrupted
     */
    public Comparison compare(Verification dump, Level level, Verifier.Listener listener)
            throws SQLException, IOException {
        Selected selected = Selected.of(dump.manifest());
        List<Difference> differences = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        SchemaText.compare(dump.schema().objects(), schema.objects(), selected::has, differences);
        Map<String, Table> live = new HashMap<>();
        schema.tables().forEach(table -> live.put(Verifier.key(table.name()), table));
        List<Comparison.Table> tables = new ArrayList<>();
        for (TableContent content : dump.tables()) {
            Table table = live.remove(Verifier.key(content.name()));
            if (table == null || content.hash().isEmpty() || table.kind() == Kind.WITHOUT_CONTENT) continue;
            if (!selected.hasRows(table.name())) {
                leftOut.add(table.name());
                continue;
            }
            listener.step(Step.COMPARING, table.name());
            tables.add(table(content, content.hash().get(), table, level, selected.lossIsFine(), differences));
        }
        live.keySet().stream().filter(name -> !selected.hasRows(name)).forEach(leftOut::add);
        return new Comparison(name(), level, tables, differences, leftOut, writes(), budget.rows(), budget.requests());
    }

    private Comparison.Table table(
            TableContent content,
            ContentHash dump,
            Table table,
            Level level,
            boolean lossIsFine,
            List<Difference> differences)
            throws SQLException, IOException {
        String name = table.name();
        if (level != Level.HASH) return sums(content, dump, table, level, differences);
        Optional<LiveKey> key = LiveKey.of(table, connection);
        if (key.isEmpty()) {
            differences.add(new Difference(
                    Difference.Kind.CONTENT,
                    name,
                    dump.sum(),
                    "not compared",
                    "the columns of " + name + " have taken the names rowid, _rowid_ and oid, so it cannot be read by"
                            + " pages; --level sums compares it"));
            return new Comparison.Table(name, Outcome.DIFFERENT, 0, Map.of());
        }
        if (!content.columns().equals(table.names())) {
            String message = name + " has other columns in the database";
            differences.add(new Difference(
                    Difference.Kind.CONTENT,
                    name,
                    content.columns().toString(),
                    table.names().toString(),
                    message));
            return new Comparison.Table(name, Outcome.DIFFERENT, 0, Map.of());
        }
        LiveHash hash = new LiveHash(table);
        new LiveContent(connection, budget, table, key.get(), hash).read();
        ContentHash exact = hash.exact();
        Outcome outcome = hash.compare(dump, lossIsFine);
        if (outcome == Outcome.DIFFERENT && exact.rows() != dump.rows()) {
            differences.add(SqliteComparison.rows(name, dump.rows(), exact.rows()));
        } else if (outcome == Outcome.DIFFERENT) {
            differences.add(SqliteComparison.content(name, dump, exact));
        }
        Map<String, Long> lossy = outcome == Outcome.AS_EXPORTED ? hash.lossyColumns() : Map.of();
        return new Comparison.Table(name, outcome, exact.rows(), lossy);
    }

    private Comparison.Table sums(
            TableContent content, ContentHash dump, Table table, Level level, List<Difference> differences)
            throws SQLException, IOException {
        boolean bytes = level == Level.SUMS;
        List<String> results = new ArrayList<>(List.of("count(*)"));
        List<String> names = bytes ? table.names() : List.of();
        names.forEach(name -> {
            String c = SqlName.quoted(name);
            results.add("sum(CASE WHEN typeof(" + c + ") IN ('text','blob') THEN octet_length(" + c + ") END)");
        });
        long rows = 0;
        long sum = 0;
        for (int from = 0; from < results.size(); from += COLUMNS) {
            List<String> some = results.subList(from, Math.min(from + COLUMNS, results.size()));
            List<@Nullable Long> numbers = numbers("SELECT "
                    + String.join(
                            ", ",
                            some.stream()
                                    .map(one -> "CAST(" + one + " AS TEXT)")
                                    .toList())
                    + " FROM " + SqlName.quoted(table.name()));
            for (int i = 0; i < numbers.size(); i++) {
                Long number = numbers.get(i);
                if (from + i == 0) rows = number == null ? 0 : number;
                else sum += number == null ? 0 : number;
            }
        }
        budget.after(rows);
        boolean same = rows == dump.rows();
        if (!same) differences.add(SqliteComparison.rows(table.name(), dump.rows(), rows));
        if (same && bytes && sum != content.bytes()) {
            same = false;
            String message = "the texts and blobs of " + table.name() + " have another size; --level hash tells what"
                    + " D1's export has lost from what is different";
            differences.add(new Difference(
                    Difference.Kind.BYTES,
                    table.name(),
                    Verifier.count(content.bytes(), "byte"),
                    Verifier.count(sum, "byte"),
                    message));
        }
        return new Comparison.Table(table.name(), same ? Outcome.EQUAL : Outcome.DIFFERENT, rows, Map.of());
    }

    private List<@Nullable Long> numbers(String sql) throws SQLException, IOException {
        budget.before("the first table");
        List<@Nullable Long> numbers = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) return numbers;
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                String text = rows.getString(i);
                numbers.add(text == null ? null : Long.valueOf(text));
            }
        }
        budget.after(numbers.size());
        return numbers;
    }

    private Writes writes() {
        Optional<String> after = bookmark();
        if (before.isEmpty() || after.isEmpty()) return Writes.UNKNOWN;
        return before.equals(after) ? Writes.NONE : Writes.SOME;
    }

    private Optional<String> bookmark() {
        try {
            return Optional.of(d1.bookmark());
        } catch (SQLException e) {
            LOG.log(
                    java.util.logging.Level.FINE,
                    "The database gives no bookmark, so nobody can tell whether it was written to.",
                    e);
            return Optional.empty();
        }
    }

    /** What of a database an export was told to take; without a manifest all of it. */
    private record Selected(List<String> tables, boolean noData, boolean lossIsFine) {

        static Selected of(Optional<Manifest> manifest) {
            return manifest.map(known -> new Selected(
                            known.options().tables(),
                            known.options().noData(),
                            known.mode().equals("server")))
                    .orElse(new Selected(List.of(), false, true));
        }

        // With a filter D1 gives the tables alone, and what depends on them only if that was asked for.
        boolean has(DatabaseSchema.SchemaObject object) {
            return tables.isEmpty() || tables.contains(object.name());
        }

        boolean hasRows(String table) {
            boolean named = tables.isEmpty() || tables.stream().anyMatch(table::equalsIgnoreCase);
            return named && !noData;
        }
    }
}
