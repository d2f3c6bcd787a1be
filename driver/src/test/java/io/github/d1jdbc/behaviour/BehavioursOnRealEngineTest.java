package io.github.d1jdbc.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.engine.D1Http;
import io.github.d1jdbc.engine.RealD1;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The same behaviours on the real engine, but for those that need a server which fails or counts its requests. */
@RealD1
class BehavioursOnRealEngineTest {

    @Test
    void theyHoldThereToo(D1Http.Database database) throws Exception {
        Map<String, Throwable> failures = new TreeMap<>();
        int held = 0;
        int embeddedOnly = 0;
        try (D1 cleaner = new D1(database)) {
            for (Table.Row row : BehavioursTest.rows()) {
                try (D1 d1 = new D1(database)) {
                    row.check().run(d1);
                    held++;
                } catch (D1.EmbeddedOnly e) {
                    embeddedOnly++;
                } catch (Exception | AssertionError e) {
                    failures.put(row.group() + ": " + row.name(), e);
                }
                empty(cleaner.connection);
            }
        }
        assertThat(failures).isEmpty();
        assertThat(held).isGreaterThan(300).isGreaterThan(3 * embeddedOnly);
    }

    /** Drops everything. */
    private static void empty(Connection connection) throws SQLException {
        List<String> drops = drops(connection);
        if (drops.isEmpty()) return;
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA defer_foreign_keys = ON; " + String.join("; ", drops));
        }
    }

    private static List<String> drops(Connection connection) throws SQLException {
        List<String> drops = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 'DROP ' || type || ' IF EXISTS \"'"
                        + " || replace(name, '\"', '\"\"') || '\"' FROM sqlite_master"
                        + " WHERE type IN ('table', 'view') AND name NOT GLOB '_cf_*' AND name NOT GLOB 'sqlite_*'"
                        + " ORDER BY type DESC, sql NOT LIKE 'CREATE VIRTUAL%', rowid DESC")) {
            while (rows.next()) drops.add(rows.getString(1));
        }
        return drops;
    }
}
