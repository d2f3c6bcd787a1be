package io.github.d1jdbc.dump.verify;

import io.github.d1jdbc.dump.verify.Comparison.Outcome;
import io.github.d1jdbc.dump.verify.Comparison.Writes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares a dump with a SQLite database, every value. Threads may share it. */
public final class SqliteComparison {

    private SqliteComparison() {}

    /**
     * Compares.
     *
     * @param connection of sqlite-jdbc; only read from
     * @param name of the database, for messages
     */
    public static Comparison compare(Verification dump, Connection connection, String name, Verifier.Listener listener)
            throws SQLException {
        Scratch.stopOnInterrupt(connection);
        List<Difference> differences = new ArrayList<>();
        DatabaseSchema schema = DatabaseSchema.read(connection);
        SchemaText.compare(dump.schema().objects(), schema.objects(), object -> true, differences);
        Map<String, TableContent> there = new HashMap<>();
        long rows = 0;
        for (TableContent table : Verifier.hashes(connection, schema, listener)) {
            there.put(Verifier.key(table.name()), table);
            rows += table.hash().map(ContentHash::rows).orElse(0L);
        }
        List<Comparison.Table> tables = new ArrayList<>();
        for (TableContent table : dump.tables()) {
            TableContent other = there.get(Verifier.key(table.name()));
            if (other == null || table.hash().isEmpty() || other.hash().isEmpty()) continue;
            ContentHash expected = table.hash().get();
            ContentHash found = other.hash().get();
            boolean same = expected.equals(found);
            if (!same && expected.rows() != found.rows()) {
                differences.add(rows(table.name(), expected.rows(), found.rows()));
            } else if (!same) {
                differences.add(content(table.name(), expected, found));
            }
            tables.add(new Comparison.Table(
                    table.name(), same ? Outcome.EQUAL : Outcome.DIFFERENT, found.rows(), Map.of()));
        }
        return new Comparison(name, Level.HASH, tables, differences, List.of(), Writes.UNKNOWN, rows, 0);
    }

    static Difference rows(String table, long dump, long live) {
        String sentence = "the dump has " + Verifier.count(dump, "row") + " of " + table + ", the database "
                + Verifier.count(live, "row");
        return Verifier.rows(Difference.Kind.ROWS, table, dump, live, sentence);
    }

    static Difference content(String table, ContentHash dump, ContentHash live) {
        String sentence = "the rows of " + table + " are not those of the dump";
        return new Difference(Difference.Kind.CONTENT, table, dump.sum(), live.sum(), sentence);
    }
}
