package io.github.d1jdbc.behaviour;

import static io.github.d1jdbc.behaviour.D1.fails;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.D1DataSource;
import io.github.d1jdbc.D1Driver;
import java.io.ByteArrayInputStream;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.sql.Types;
import java.util.Map;
import java.util.Properties;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** Arguments at the edge: null, negative, unknown. An SQLException with a state, and never another exception. */
final class ArgumentBehaviours {
    // NullAway knows java.sql's parameters as not null; a caller may pass it all the same.
    private static final @Nullable String NO_TEXT = null;

    private ArgumentBehaviours() {}

    private static void eachFails(String states, ThrowingCallable... calls) {
        for (ThrowingCallable call : calls) fails(states, call);
    }

    @SuppressWarnings("NullAway") // what happens with null is the question
    static Table table() {
        Table t = new Table("argument");
        t.row("no-sql-at-all", d1 -> {
            Statement s = d1.statement();
            eachFails(
                    "42601",
                    () -> s.execute(NO_TEXT),
                    () -> s.executeQuery(NO_TEXT),
                    () -> s.executeUpdate(NO_TEXT),
                    () -> s.addBatch(NO_TEXT),
                    () -> d1.connection.prepareStatement(NO_TEXT),
                    () -> d1.connection.nativeSQL(NO_TEXT));
        });
        t.row("no-url-is-nobodys", d1 -> {
            assertThat(new D1Driver().acceptsURL(NO_TEXT)).isFalse();
            assertThat((Object) new D1Driver().connect(NO_TEXT, new Properties()))
                    .isNull();
        });
        t.row("no-properties-are-none", d1 -> {
            try (Connection c = new D1Driver().connect("jdbc:d1:local::memory:arguments", null)) {
                assertThat(c.isValid(5)).isTrue();
            }
        });
        t.row("negative-settings-of-a-statement", d1 -> {
            Statement s = d1.statement();
            eachFails(
                    "22",
                    () -> s.setMaxRows(-1),
                    () -> s.setLargeMaxRows(-1),
                    () -> s.setMaxFieldSize(-1),
                    () -> s.setFetchSize(-1),
                    () -> s.setQueryTimeout(-1));
        });
        t.row(
                "fetch-direction-unknown",
                d1 -> eachFails("22", () -> d1.statement().setFetchDirection(7)));
        t.row(
                "more-results-mode-unknown",
                d1 -> eachFails("22", () -> d1.statement().getMoreResults(77)));
        t.row(
                "generated-keys-mode-unknown",
                d1 -> eachFails(
                        "22",
                        () -> d1.statement().execute("SELECT 1", 77),
                        () -> d1.statement().executeUpdate("DELETE FROM t", 77),
                        () -> d1.statement().executeLargeUpdate("DELETE FROM t", 77),
                        () -> d1.connection.prepareStatement("SELECT 1", 77)));
        t.row(
                "result-set-form-unknown",
                d1 -> eachFails(
                        "22",
                        () -> d1.connection.createStatement(1, ResultSet.CONCUR_READ_ONLY),
                        () -> d1.connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, 1),
                        () -> d1.connection.setHoldability(77),
                        () -> d1.connection.setTransactionIsolation(3)));
        t.row(
                "holdability-that-closes-is-refused",
                d1 -> eachFails("HYC00", () -> d1.connection.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT)));
        t.row("sensitive-and-updatable-are-lowered-with-a-warning", d1 -> {
            Statement s = d1.connection.createStatement(ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_UPDATABLE);
            assertThat(s.getResultSetType()).isEqualTo(ResultSet.TYPE_SCROLL_INSENSITIVE);
            assertThat(s.getResultSetConcurrency()).isEqualTo(ResultSet.CONCUR_READ_ONLY);
            assertThat((Object) d1.connection.getWarnings()).isNotNull();
        });
        t.row("cursor-name-does-nothing", d1 -> {
            Statement s = d1.statement();
            s.setCursorName("c");
            ResultSet rows = s.executeQuery("SELECT 1");
            eachFails("HYC00", rows::getCursorName);
        });
        t.row("names-are-quoted-as-sqlite-does", d1 -> {
            Statement s = d1.statement();
            assertThat(s.enquoteIdentifier("a\"b", false)).isEqualTo("\"a\"\"b\"");
            assertThat(s.enquoteIdentifier("plain_1", false)).isEqualTo("plain_1");
            assertThat(s.enquoteIdentifier("select", false)).isEqualTo("\"select\"");
            assertThat(s.isSimpleIdentifier("1a")).isFalse();
            d1.run("CREATE TABLE " + s.enquoteIdentifier("a\"b", true) + " (x)");
            assertThat(d1.truth("SELECT name FROM sqlite_master WHERE name LIKE 'a%'"))
                    .containsExactly("a\"b");
            eachFails("22", () -> s.enquoteIdentifier("", true), () -> s.enquoteIdentifier("a\0", true));
        });
        t.row("literals-are-quoted-as-sqlite-does", d1 -> {
            Statement s = d1.statement();
            assertThat(D1.column(s.executeQuery("SELECT " + s.enquoteLiteral("it's"))))
                    .containsExactly("it's");
            assertThat(D1.column(s.executeQuery("SELECT " + s.enquoteNCharLiteral("it's"))))
                    .containsExactly("it's");
            eachFails("22", () -> s.enquoteLiteral(NO_TEXT));
        });
        t.row("wrapper-for-nothing", d1 -> {
            assertThat(d1.connection.isWrapperFor(null)).isFalse();
            assertThat(d1.statement().isWrapperFor(String.class)).isFalse();
            eachFails(
                    "HY000",
                    () -> d1.connection.unwrap(null),
                    () -> d1.statement().unwrap(String.class));
        });
        t.row("abort-needs-an-executor", d1 -> {
            eachFails("22", () -> d1.connection.abort(null));
            assertThat(d1.connection.isClosed()).isFalse();
        });
        t.row("client-info-that-is-unknown-warns", d1 -> {
            d1.connection.setClientInfo("ClientHostname", "h");
            assertThat((Object) d1.connection.getWarnings()).isNotNull();
            assertThat(d1.connection.getClientInfo("ClientHostname")).isNull();
            assertThat(d1.connection.getClientInfo(NO_TEXT)).isNull();
        });
        t.row("generated-keys-without-names", d1 -> {
            d1.run("CREATE TABLE t (id INTEGER PRIMARY KEY)");
            Statement s = d1.statement();
            assertThat(s.executeUpdate("INSERT INTO t VALUES (5)", new String[0]))
                    .isOne();
            assertThat(s.executeUpdate("INSERT INTO t VALUES (6)", (String[]) null))
                    .isOne();
            ResultSet keys = s.getGeneratedKeys();
            assertThat(keys.next()).isTrue();
            assertThat(keys.getLong(1)).isEqualTo(6);
        });
        t.row("null-of-every-type", d1 -> {
            PreparedStatement s = d1.prepare("SELECT typeof(?)");
            for (int type : new int[] {
                Types.BIT,
                Types.INTEGER,
                Types.NUMERIC,
                Types.VARCHAR,
                Types.DATE,
                Types.BLOB,
                Types.CLOB,
                Types.NULL,
                Types.OTHER,
                Types.ARRAY
            }) {
                s.setNull(1, type);
                assertThat(D1.column(s.executeQuery())).containsExactly("null");
                s.setNull(1, type, "T");
                assertThat(D1.column(s.executeQuery())).containsExactly("null");
            }
        });
        t.row("null-by-every-setter", d1 -> {
            PreparedStatement s = d1.prepare("SELECT coalesce(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
            s.setString(1, null);
            s.setBytes(2, null);
            s.setBigDecimal(3, null);
            s.setDate(4, null);
            s.setTime(5, null);
            s.setTimestamp(6, null);
            s.setObject(7, null);
            s.setObject(8, null, Types.VARCHAR);
            s.setBlob(9, (Blob) null);
            s.setBinaryStream(10, null, 0);
            s.setURL(11, null);
            assertThat(D1.column(s.executeQuery())).containsExactly((String) null);
        });
        t.row("streams-of-impossible-length", d1 -> {
            PreparedStatement s = d1.prepare("SELECT ?");
            eachFails(
                    "22",
                    () -> s.setBinaryStream(1, new ByteArrayInputStream(new byte[1]), -1),
                    () -> s.setBinaryStream(1, new ByteArrayInputStream(new byte[1]), 2));
        });
        t.row("object-as-no-class-and-as-a-map", d1 -> {
            ResultSet rows = d1.row("SELECT 5");
            eachFails("22", () -> rows.getObject(1, (Class<?>) null));
            assertThat(rows.getObject(1, Map.of())).isEqualTo(5);
        });
        t.row("result-set-settings", d1 -> {
            ResultSet rows = d1.row("SELECT 5");
            eachFails("22", () -> rows.setFetchSize(-1));
            rows.setFetchSize(100);
            assertThat(rows.getFetchSize()).isEqualTo(100);
            assertThat(rows.getHoldability()).isEqualTo(ResultSet.HOLD_CURSORS_OVER_COMMIT);
            assertThat(rows.rowUpdated() || rows.rowInserted() || rows.rowDeleted())
                    .isFalse();
            assertThat((Object) rows.getWarnings()).isNull();
        });
        t.row("data-source-settings", d1 -> {
            D1DataSource source = new D1DataSource(d1.url(""));
            source.setLoginTimeout(5);
            assertThat(source.getLoginTimeout()).isEqualTo(5);
            assertThat(source.isWrapperFor(D1DataSource.class)).isTrue();
            assertThat(source.getLogWriter()).isNull();
            eachFails(
                    "HYC00",
                    source::createConnectionBuilder,
                    source::createPooledConnectionBuilder,
                    source::createShardingKeyBuilder);
            eachFails("22", () -> source.setLoginTimeout(-1));
        });
        t.row("escapes-of-dates-and-functions", d1 -> {
            assertThat(D1.column(d1.statement()
                            .executeQuery("SELECT {fn concat({fn ucase('x')}, {d '2026-11-22'})} {limit 1}")))
                    .containsExactly("X2026-11-22");
            Statement off = d1.statement();
            off.setEscapeProcessing(false);
            fails("42", () -> off.executeQuery("SELECT {d '2026-11-22'}"));
            fails("HYC00", () -> d1.statement().execute("{call p()}"));
        });
        t.row("type-map-must-be-empty", d1 -> {
            d1.connection.setTypeMap(Map.of());
            fails("HYC00", () -> d1.connection.setTypeMap(Map.of("x", String.class)));
        });
        return t;
    }
}
