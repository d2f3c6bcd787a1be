package io.github.d1jdbc;

import io.github.d1jdbc.Session.Command;
import io.github.d1jdbc.internal.Abort;
import io.github.d1jdbc.sql.SqlStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code setAutoCommit(false)} means for a connection, by the property {@code transactions}: with
 * {@code immediate} every statement takes effect when it is called, with {@code batch} writes wait for commit. For one
 * thread at a time, but for {@link #abort}.
 */
final class Transaction {
    private final Session session;
    private final LocalAnswers answers;
    private final @Nullable PendingWrites pending;
    private final String rollback;
    private final long requestBytes;
    private final int firstIsolation;
    private int isolation;

    private Transaction(
            Session session,
            LocalAnswers answers,
            @Nullable PendingWrites pending,
            String rollback,
            long requestBytes,
            int isolation) {
        this.session = session;
        this.answers = answers;
        this.pending = pending;
        this.rollback = rollback;
        this.requestBytes = requestBytes;
        this.firstIsolation = isolation;
        this.isolation = isolation;
    }

    static Transaction of(ConnectionSettings settings, Session session) throws SQLException {
        long bytes = settings.maxTransactionBytes();
        PendingWrites pending = settings.text(ConnectionProperty.TRANSACTIONS).equals("batch")
                ? new PendingWrites(
                        settings.text(ConnectionProperty.READS).equals("error"),
                        settings.maxTransactionStatements(),
                        bytes)
                : null;
        int isolation = switch (settings.text(ConnectionProperty.ISOLATION)) {
            case "READ_COMMITTED" -> Connection.TRANSACTION_READ_COMMITTED;
            case "READ_UNCOMMITTED" -> Connection.TRANSACTION_READ_UNCOMMITTED;
            default -> Connection.TRANSACTION_SERIALIZABLE;
        };
        return new Transaction(
                session,
                new LocalAnswers(settings.text(ConnectionProperty.PRODUCT_VERSION)),
                pending,
                settings.text(ConnectionProperty.ROLLBACK),
                bytes,
                served(isolation));
    }

    /** Whether commit and rollback do what they say ({@code transactions=batch}). */
    boolean isReal() {
        return pending != null;
    }

    boolean inTransaction() {
        return !session.autoCommit();
    }

    /** About how large one atomic request may be. */
    long requestBytes() {
        return requestBytes;
    }

    /**
     * Runs statements as one atomic request, keeps them for the commit, or answers them from here.
     *
     * @param maxRows the most rows that a query shall give, 0 for all of them
     */
    List<Outcome> run(List<Command> commands, long maxRows, Abort abort) throws SQLException {
        if (commands.size() == 1) {
            SqlStatement only = commands.get(0).statement();
            Cells own = answers.of(only);
            if (own != null) return List.of(new Outcome.Result(own, only));
        }
        if (pending != null && inTransaction()) {
            for (Command command : commands) session.check(command);
            List<Outcome> held = pending.hold(commands);
            if (held != null) return held;
        }
        try {
            return session.run(commands, maxRows, abort);
        } catch (SQLException refused) {
            return withoutHidden(commands, maxRows, abort, refused);
        }
    }

    /** What D1 has refused, once more without the tables that it hides; its first error stays where that does not help. */
    private List<Outcome> withoutHidden(List<Command> commands, long maxRows, Abort abort, SQLException refused)
            throws SQLException {
        List<Command> filtered = "42501".equals(refused.getSQLState()) ? CatalogQuery.filtered(commands) : null;
        if (filtered == null) throw refused;
        try {
            return session.run(filtered, maxRows, abort);
        } catch (SQLException again) {
            refused.addSuppressed(again);
            throw refused;
        }
    }

    /** What must be known of statements that are about to run, or null. */
    @Nullable
    String warning(List<Command> commands) {
        return pending == null || !inTransaction() ? null : pending.warning(commands);
    }

    /** Not while writes wait: their commit would be refused, and they would be lost. */
    void setReadOnly(boolean on) throws SQLException {
        if (on && !session.readOnly() && pending != null && pending.holdsWrites()) {
            throw SqlErrors.state(
                    "Writes wait for commit: commit or roll back before the connection turns read-only.", "25001");
        }
        session.setReadOnly(on);
    }

    /** Changing the mode commits, as JDBC has it. */
    void setAutoCommit(boolean on) throws SQLException {
        if (on == session.autoCommit()) return;
        if (pending != null) pending.commit(session);
        session.setAutoCommit(on);
    }

    // With immediate every statement has taken effect when it was called; tools call this all the time.
    void commit() throws SQLException {
        if (!inTransaction()) throw SqlErrors.state("There is nothing to commit: autocommit is on.", "25000");
        if (pending != null) pending.commit(session);
        session.commit();
    }

    /** Ends the transaction; what is already written and stays is an error, a warning to give back, or nothing. */
    @Nullable
    SQLWarning rollback() throws SQLException {
        if (!inTransaction()) throw SqlErrors.state("There is nothing to roll back: autocommit is on.", "25000");
        if (pending != null) pending.forget();
        int writes = session.rollback();
        // With batch nothing has been sent, or a commit that failed has ended the transaction already.
        if (writes == 0 || pending != null) return null;
        return switch (rollback) {
            case "ignore" -> null;
            case "warn" -> SqlErrors.rollbackWarning(writes);
            default -> throw SqlErrors.rollbackImpossible(writes);
        };
    }

    int isolation() {
        return isolation;
    }

    /** What {@link #isolation} is before anybody sets it. */
    int firstIsolation() {
        return firstIsolation;
    }

    /** A level that D1 does not have is served by the next higher one (rulings-driver 19). */
    void setIsolation(int level) throws SQLException {
        isolation = served(level);
    }

    /** Whether a transaction can be at this level and at no higher one. */
    static boolean hasIsolation(int level) {
        return level == Connection.TRANSACTION_READ_COMMITTED || level == Connection.TRANSACTION_SERIALIZABLE;
    }

    private static int served(int level) throws SQLException {
        return switch (level) {
            case Connection.TRANSACTION_READ_UNCOMMITTED, Connection.TRANSACTION_READ_COMMITTED ->
                Connection.TRANSACTION_READ_COMMITTED;
            case Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE ->
                Connection.TRANSACTION_SERIALIZABLE;
            case Connection.TRANSACTION_NONE -> throw SqlErrors.unsupported("TRANSACTION_NONE");
            default -> throw SqlErrors.argument("There is no transaction isolation " + level + ".");
        };
    }

    /** Breaks off a commit, forgets what waits. */
    void abort() {
        if (pending != null) pending.abort();
    }
}
