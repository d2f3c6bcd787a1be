package io.github.d1jdbc.behaviour;

import static io.github.d1jdbc.behaviour.D1.fails;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;

/** Batches: one atomic request. */
final class BatchBehaviours {
    private BatchBehaviours() {}

    static Table table() {
        Table t = new Table("batch");
        t.row("batch-counts", d1 -> {
            d1.run("CREATE TABLE t (a)");
            Statement s = d1.statement();
            s.addBatch("INSERT INTO t VALUES (1), (2)");
            s.addBatch("UPDATE t SET a = 3");
            s.addBatch("CREATE TABLE u (a)");
            s.addBatch("DELETE FROM t WHERE a = 9");
            assertThat(s.executeBatch()).containsExactly(2, 2, 0, 0);
        });
        t.row("batch-is-one-request", d1 -> {
            d1.run("CREATE TABLE t (a)");
            PreparedStatement s = d1.prepare("INSERT INTO t VALUES (?)");
            for (int i = 0; i < 250; i++) {
                s.setInt(1, i);
                s.addBatch();
            }
            assertThat(d1.requests(
                            () -> assertThat(s.executeBatch()).hasSize(250).containsOnly(1)))
                    .isOne();
        });
        t.row("batch-is-atomic", d1 -> {
            d1.run("CREATE TABLE t (a PRIMARY KEY)");
            Statement s = d1.statement();
            s.addBatch("INSERT INTO t VALUES (1)");
            s.addBatch("INSERT INTO t VALUES (1)");
            fails("23505", s::executeBatch).isInstanceOf(BatchUpdateException.class);
            assertThat(d1.truth("SELECT count(*) FROM t")).containsExactly("0");
        });
        t.row("batch-failure-has-counts", d1 -> {
            d1.run("CREATE TABLE t (a PRIMARY KEY)");
            Statement s = d1.statement();
            s.addBatch("INSERT INTO t VALUES (1)");
            s.addBatch("INSERT INTO t VALUES (1)");
            fails("23505", s::executeBatch)
                    .asInstanceOf(InstanceOfAssertFactories.type(BatchUpdateException.class))
                    .satisfies(e -> assertThat(e.getUpdateCounts()).hasSize(2).containsOnly(Statement.EXECUTE_FAILED));
        });
        t.row("batch-is-empty-afterwards", d1 -> {
            d1.run("CREATE TABLE t (a)");
            Statement s = d1.statement();
            s.addBatch("INSERT INTO t VALUES (1)");
            s.executeBatch();
            assertThat(s.executeBatch()).isEmpty();
            assertThat(d1.truth("SELECT count(*) FROM t")).containsExactly("1");
        });
        t.row("clear-batch", d1 -> {
            d1.run("CREATE TABLE t (a)");
            Statement s = d1.statement();
            s.addBatch("INSERT INTO t VALUES (1)");
            s.clearBatch();
            assertThat(s.executeBatch()).isEmpty();
        });
        t.row("batch-refuses-a-query", d1 -> {
            d1.run("CREATE TABLE t (a)");
            Statement s = d1.statement();
            s.addBatch("INSERT INTO t VALUES (1)");
            s.addBatch("SELECT 1");
            fails("42", s::executeBatch).isInstanceOf(BatchUpdateException.class);
            assertThat(d1.truth("SELECT count(*) FROM t")).containsExactly("0");
        });
        t.row("large-batch-counts", d1 -> {
            d1.run("CREATE TABLE t (a)");
            PreparedStatement s = d1.prepare("INSERT INTO t VALUES (?)");
            s.setString(1, "x");
            s.addBatch();
            assertThat(s.executeLargeBatch()).containsExactly(1L);
        });
        t.row("keys-of-a-batch", d1 -> {
            d1.run("CREATE TABLE t (id INTEGER PRIMARY KEY, a)");
            PreparedStatement s =
                    d1.connection.prepareStatement("INSERT INTO t (a) VALUES (?)", Statement.RETURN_GENERATED_KEYS);
            for (String a : List.of("x", "y", "z")) {
                s.setString(1, a);
                s.addBatch();
            }
            s.executeBatch();
            List<Long> keys = new ArrayList<>();
            for (ResultSet rows = s.getGeneratedKeys(); rows.next(); ) keys.add(rows.getLong(1));
            assertThat(keys).containsExactly(1L, 2L, 3L);
        });
        t.row("batch-keeps-each-row-of-parameters", d1 -> {
            d1.run("CREATE TABLE t (a, b)");
            PreparedStatement s = d1.prepare("INSERT INTO t VALUES (?, ?)");
            s.setString(2, "same");
            for (int i = 0; i < 3; i++) {
                s.setInt(1, i);
                s.addBatch();
            }
            s.executeBatch();
            assertThat(d1.truth("SELECT a || b FROM t ORDER BY a")).containsExactly("0same", "1same", "2same");
        });
        t.row("batch-of-blobs", d1 -> {
            d1.run("CREATE TABLE t (a)");
            PreparedStatement s = d1.prepare("INSERT INTO t VALUES (?)");
            for (int i = 0; i < 3; i++) {
                s.setBytes(1, new byte[] {(byte) i, -1});
                s.addBatch();
            }
            s.executeBatch();
            assertThat(d1.truth("SELECT hex(a) FROM t ORDER BY 1")).containsExactly("00FF", "01FF", "02FF");
        });
        t.row("batch-with-a-missing-parameter", d1 -> {
            d1.run("CREATE TABLE t (a, b)");
            PreparedStatement s = d1.prepare("INSERT INTO t VALUES (?, ?)");
            s.setInt(1, 1);
            fails("07001", s::addBatch);
        });
        return t;
    }
}
