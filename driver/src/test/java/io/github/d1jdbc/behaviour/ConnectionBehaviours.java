package io.github.d1jdbc.behaviour;

import static io.github.d1jdbc.behaviour.D1.fails;
import static io.github.d1jdbc.behaviour.D1.interrupted;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.D1Connection;
import io.github.d1jdbc.server.Fault;
import io.github.d1jdbc.server.Route;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;

/** A connection by itself. */
final class ConnectionBehaviours {
    private ConnectionBehaviours() {}

    static Table table() {
        Table t = new Table("connection");
        t.row("closed-after-close", d1 -> {
            Connection c = d1.connect("");
            assertThat(c.isClosed()).isFalse();
            c.close();
            c.close();
            assertThat(c.isClosed()).isTrue();
        });
        t.row("closed-connection-refuses-work", d1 -> {
            Connection c = d1.connect("");
            c.close();
            fails("08003", c::createStatement);
            fails("08003", c::getMetaData);
        });
        t.row("is-valid-asks", d1 -> {
            assertThat(d1.requests(() -> assertThat(d1.connection.isValid(5)).isTrue()))
                    .isOne();
            d1.during(
                    Fault.on(Route.RAW).times(20).reset(),
                    () -> assertThat(d1.connection.isValid(2)).isFalse());
        });
        t.row("is-valid-of-a-closed-one", d1 -> {
            Connection c = d1.connect("");
            c.close();
            assertThat(c.isValid(1)).isFalse();
        });
        t.row("is-valid-refuses-a-negative-timeout", d1 -> fails("22", () -> d1.connection.isValid(-1)));
        t.row("is-valid-while-rate-limited", d1 -> {
            try (Connection c = d1.connect("&maxRetries=0")) {
                d1.during(
                        Fault.on(Route.RAW).times(20).http(429),
                        () -> assertThat(c.isValid(5)).isTrue());
            }
        });
        t.row("read-only-enforced", d1 -> {
            d1.run("CREATE TABLE t (a)");
            d1.connection.setReadOnly(true);
            assertThat(d1.connection.isReadOnly()).isTrue();
            assertThat(d1.requests(() -> {
                        fails("25006", () -> d1.run("INSERT INTO t VALUES (1)"));
                        fails("25006", () -> d1.run("WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x"));
                        fails("25006", () -> d1.run("DROP TABLE t"));
                    }))
                    .isZero();
            d1.row("SELECT count(*) FROM t").close();
            d1.connection.setReadOnly(false);
            d1.run("INSERT INTO t VALUES (1)");
        });
        t.row("read-only-by-property-stays", d1 -> {
            try (Connection c = d1.connect("&readOnly=true");
                    Statement s = c.createStatement()) {
                c.setReadOnly(false);
                assertThat(c.isReadOnly()).isTrue();
                fails("25006", () -> s.execute("CREATE TABLE t (a)"));
                assertThat(s.executeQuery("SELECT 1").next()).isTrue();
            }
        });
        t.row("network-timeout", d1 -> {
            d1.connection.setNetworkTimeout(Runnable::run, 300);
            assertThat(d1.connection.getNetworkTimeout()).isEqualTo(300);
            d1.during(Fault.on(Route.RAW).times(9).hang(), () -> fails("57014|08", () -> d1.row("SELECT 1")));
        });
        t.row(
                "network-timeout-refuses-a-negative-one",
                d1 -> fails("22", () -> d1.connection.setNetworkTimeout(Runnable::run, -1)));
        t.row("abort-breaks-off", d1 -> {
            d1.server().faults().add(Fault.on(Route.RAW).times(9).hang());
            SQLException e = interrupted(() -> d1.row("SELECT 1"), () -> d1.connection.abort(Runnable::run));
            assertThat(e.getSQLState()).isIn("57014", "08003", "HY010");
            assertThat(d1.connection.isClosed()).isTrue();
        });
        t.row("unwrap-and-wrapper-for", d1 -> {
            assertThat(d1.connection.isWrapperFor(D1Connection.class)).isTrue();
            assertThat(d1.connection.isWrapperFor(String.class)).isFalse();
            assertThat((Object) d1.connection.unwrap(Connection.class)).isSameAs(d1.connection);
            fails("HY", () -> d1.connection.unwrap(String.class));
        });
        t.same("native-sql", c -> c.nativeSQL("SELECT '{d}' FROM t -- {fn now()}"));
        t.row(
                "native-sql-of-escapes",
                d1 -> assertThat(d1.connection.nativeSQL("SELECT {d '2026-01-01'}, {fn ucase('a')}"))
                        .isEqualTo("SELECT '2026-01-01', upper('a')"));
        t.same("no-catalog-and-no-schema", c -> {
            c.setCatalog("x");
            c.setSchema("y");
            return c.getCatalog() + "," + c.getSchema();
        });
        t.row("holdability", d1 -> {
            assertThat(d1.connection.getHoldability()).isEqualTo(ResultSet.HOLD_CURSORS_OVER_COMMIT);
            d1.connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
        });
        t.row("no-warnings-at-first", d1 -> {
            assertThat((Object) d1.connection.getWarnings()).isNull();
            d1.connection.clearWarnings();
        });
        t.same("type-map-is-empty", Connection::getTypeMap);
        t.row("client-info-is-kept", d1 -> {
            d1.connection.setClientInfo("ApplicationName", "report");
            assertThat(d1.connection.getClientInfo("ApplicationName")).isEqualTo("report");
            assertThat(d1.connection.getClientInfo()).containsEntry("ApplicationName", "report");
        });
        t.row("create-blob", d1 -> {
            Blob blob = d1.connection.createBlob();
            blob.setBytes(1, new byte[] {1, 2, 3});
            assertThat(blob.length()).isEqualTo(3);
            assertThat(blob.getBytes(2, 2)).containsExactly(2, 3);
        });
        t.row("create-clob", d1 -> {
            Clob clob = d1.connection.createClob();
            clob.setString(1, "abc");
            assertThat(clob.getSubString(2, 2)).isEqualTo("bc");
        });
        t.row("what-d1-lacks-is-refused-by-name", d1 -> {
            fails("HYC00", () -> d1.connection.createArrayOf("TEXT", new Object[0]))
                    .isInstanceOf(SQLFeatureNotSupportedException.class)
                    .extracting(Throwable::getMessage)
                    .asString()
                    .contains("createArrayOf");
            fails("HYC00", () -> d1.connection.prepareCall("CALL x"))
                    .isInstanceOf(SQLFeatureNotSupportedException.class);
            fails("HYC00", () -> d1.connection.createSQLXML()).isInstanceOf(SQLFeatureNotSupportedException.class);
        });
        t.row("two-connections-see-each-others-writes", d1 -> {
            d1.run("CREATE TABLE t (a)", "INSERT INTO t VALUES (7)");
            try (Connection other = d1.connect("");
                    Statement s = other.createStatement()) {
                assertThat(D1.column(s.executeQuery("SELECT a FROM t"))).containsExactly("7");
            }
        });
        t.row("own-key-though-others-insert", d1 -> {
            d1.run("CREATE TABLE t (id INTEGER PRIMARY KEY)", "INSERT INTO t VALUES (5)");
            try (Connection other = d1.connect("");
                    Statement s = other.createStatement()) {
                s.execute("INSERT INTO t VALUES (99)");
            }
            assertThat(d1.row("SELECT last_insert_rowid()").getLong(1)).isEqualTo(5);
            assertThat(d1.row("select changes() AS n;").getLong("n")).isOne();
        });
        return t;
    }
}
