package io.github.d1jdbc.behaviour;

import static io.github.d1jdbc.behaviour.D1.fails;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;

/** What setAutoCommit(false) means: undone, or said to be impossible, and never silently neither. */
final class TransactionBehaviours {
    private TransactionBehaviours() {}

    private static Connection immediate(D1 d1) throws SQLException {
        Connection c = d1.connect("&transactions=immediate");
        try (Statement s = c.createStatement()) {
            s.execute("CREATE TABLE t (a PRIMARY KEY)");
        }
        c.setAutoCommit(false);
        return c;
    }

    private static void insert(Connection c, int a) throws SQLException {
        try (Statement s = c.createStatement()) {
            s.executeUpdate("INSERT INTO t VALUES (" + a + ")");
        }
    }

    static Table table() {
        Table t = new Table("transaction");
        t.row(
                "autocommit-is-on-at-first",
                d1 -> assertThat(d1.connection.getAutoCommit()).isTrue());
        t.row("autocommit-can-be-off", d1 -> {
            d1.connection.setAutoCommit(false);
            assertThat(d1.connection.getAutoCommit()).isFalse();
            d1.connection.commit();
            d1.connection.setAutoCommit(true);
        });
        t.row("commit-in-autocommit-error", d1 -> {
            fails("25", d1.connection::commit);
            fails("25", d1.connection::rollback);
        });
        t.row("committed-is-there", d1 -> {
            try (Connection c = immediate(d1)) {
                insert(c, 1);
                c.commit();
            }
            assertThat(d1.truth("SELECT a FROM t")).containsExactly("1");
        });
        t.row("rollback-of-nothing", d1 -> {
            try (Connection c = immediate(d1);
                    Statement s = c.createStatement()) {
                c.rollback();
                s.executeQuery("SELECT * FROM t").close();
                c.rollback();
                insert(c, 1);
                c.commit();
                c.rollback();
            }
        });
        t.row("rollback-undoes-or-refused", d1 -> {
            try (Connection c = immediate(d1)) {
                insert(c, 1);
                boolean refused = false;
                try {
                    c.rollback();
                } catch (SQLException e) {
                    refused = true;
                    assertThat(e.getSQLState()).isEqualTo("2D000");
                }
                assertThat(d1.truth("SELECT count(*) FROM t")).containsExactly(refused ? "1" : "0");
            }
        });
        t.row("rollback-can-be-made-to-warn", d1 -> {
            d1.run("CREATE TABLE t (a)");
            try (Connection c = d1.connect("&transactions=immediate&rollback=warn")) {
                c.setAutoCommit(false);
                insert(c, 1);
                c.rollback();
                assertThat((Object) c.getWarnings()).isNotNull();
            }
        });
        t.row("reads-see-own-writes", d1 -> {
            try (Connection c = immediate(d1);
                    Statement s = c.createStatement()) {
                insert(c, 1);
                assertThat(D1.column(s.executeQuery("SELECT a FROM t"))).containsExactly("1");
                c.commit();
            }
        });
        t.row("counts-and-keys-inside", d1 -> {
            try (Connection c = immediate(d1);
                    PreparedStatement s =
                            c.prepareStatement("INSERT INTO t VALUES (7)", Statement.RETURN_GENERATED_KEYS)) {
                assertThat(s.executeUpdate()).isOne();
                assertThat(s.getGeneratedKeys().next()).isTrue();
                c.commit();
            }
        });
        t.row("prepared-batch-in-tx", d1 -> {
            try (Connection c = immediate(d1);
                    PreparedStatement s = c.prepareStatement("INSERT INTO t VALUES (?)")) {
                for (int a : new int[] {1, 2, 1}) {
                    s.setInt(1, a);
                    s.addBatch();
                }
                fails("23505", s::executeBatch);
                assertThat(d1.truth("SELECT count(*) FROM t")).containsExactly("0");
                c.rollback();
            }
        });
        t.row("commit-is-atomic", d1 -> {
            d1.run("CREATE TABLE t (a PRIMARY KEY)");
            try (Connection c = d1.connect("&transactions=batch")) {
                c.setAutoCommit(false);
                insert(c, 1);
                insert(c, 1);
                fails("23505", c::commit);
                assertThat(d1.truth("SELECT count(*) FROM t")).containsExactly("0");
                insert(c, 2);
                insert(c, 3);
                assertThat(d1.truth("SELECT count(*) FROM t")).containsExactly("0");
                c.commit();
            }
            assertThat(d1.truth("SELECT a FROM t ORDER BY a")).containsExactly("2", "3");
        });
        t.row("buffered-writes-are-dropped", d1 -> {
            d1.run("CREATE TABLE t (a PRIMARY KEY)");
            try (Connection c = d1.connect("&transactions=batch")) {
                c.setAutoCommit(false);
                insert(c, 1);
                c.rollback();
            }
            assertThat(d1.truth("SELECT count(*) FROM t")).containsExactly("0");
        });
        t.row("buffered-writes-are-not-read-by-mistake", d1 -> {
            d1.run("CREATE TABLE t (a PRIMARY KEY)");
            try (Connection c = d1.connect("&transactions=batch&reads=error");
                    Statement s = c.createStatement()) {
                c.setAutoCommit(false);
                insert(c, 1);
                fails("2|HY|54|0A", () -> s.executeQuery("SELECT * FROM t"));
                c.rollback();
            }
        });
        t.row("begin-text-honest", d1 -> {
            for (String sql : List.of("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT x", "RELEASE x")) {
                assertThat(d1.requests(() -> fails("HYC00|25", () -> d1.run(sql))))
                        .isZero();
            }
        });
        t.row("savepoints-are-refused-or-work", d1 -> {
            try (Connection c = immediate(d1)) {
                assertThat(c.getMetaData().supportsSavepoints()).isFalse();
                fails("HYC00", c::setSavepoint).isInstanceOf(SQLFeatureNotSupportedException.class);
            }
        });
        t.row("isolation-is-serializable", d1 -> {
            assertThat(d1.connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            assertThat(d1.connection.getMetaData().getDefaultTransactionIsolation())
                    .isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            assertThat(d1.connection
                            .getMetaData()
                            .supportsTransactionIsolationLevel(Connection.TRANSACTION_SERIALIZABLE))
                    .isTrue();
        });
        t.row("lower-isolation-is-raised", d1 -> {
            d1.connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            d1.connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            fails("HYC00|22", () -> d1.connection.setTransactionIsolation(Connection.TRANSACTION_NONE));
            fails("22", () -> d1.connection.setTransactionIsolation(99));
        });
        t.row("transactions-are-not-promised", d1 -> {
            try (Connection c = d1.connect("&transactions=immediate")) {
                assertThat(c.getMetaData().supportsTransactions()).isFalse();
            }
        });
        t.row("several-statements-of-one-text-are-atomic", d1 -> {
            d1.run("CREATE TABLE t (a PRIMARY KEY)");
            fails("23505", () -> d1.run("INSERT INTO t VALUES (1); INSERT INTO t VALUES (1)"));
            assertThat(d1.truth("SELECT count(*) FROM t")).containsExactly("0");
        });
        return t;
    }
}
