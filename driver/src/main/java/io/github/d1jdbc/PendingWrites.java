package io.github.d1jdbc;

import io.github.d1jdbc.Session.Command;
import io.github.d1jdbc.internal.Abort;
import io.github.d1jdbc.sql.SqlKind;
import io.github.d1jdbc.sql.SqlStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The writes of a transaction with {@code transactions=batch}: they wait here until commit sends them as one atomic
 * request, and rollback forgets them. What a write does nobody knows before, so its count is SUCCESS_NO_INFO and what
 * would need it is refused. For one thread at a time, but for {@link #abort}.
 */
final class PendingWrites {
    // Of the connection's own last write, which is still to come.
    private static final Pattern OWN_STATE = Pattern.compile("(?i)\\b(last_insert_rowid|changes)\\s*\\(");

    private final boolean refusesReads;
    private final int mostStatements;
    private final long mostBytes;
    private List<Command> waiting = new ArrayList<>();
    private long bytes;
    private boolean doomed;
    private volatile @Nullable Abort running;

    /**
     * Nothing waits yet.
     *
     * @param refusesReads whether a query is refused while something waits
     */
    PendingWrites(boolean refusesReads, int mostStatements, long mostBytes) {
        this.refusesReads = refusesReads;
        this.mostStatements = mostStatements;
        this.mostBytes = mostBytes;
    }

    /** Keeps writes for later and answers them, or gives null for reads, which are to be sent. */
    @Nullable
    List<Outcome> hold(List<Command> commands) throws SQLException {
        long reads = commands.stream().filter(c -> c.statement().kind().reads()).count();
        if (reads == commands.size()) {
            read(commands);
            return null;
        }
        if (reads > 0) {
            throw SqlErrors.unsupported(
                    "A text with reads and writes in a transaction with transactions=batch",
                    "execute them one by one, the reads before the writes or after the commit");
        }
        long size = bytes;
        for (Command command : commands) {
            if (command.statement().returning()) {
                throw SqlErrors.unsupported(
                        "RETURNING in a transaction with transactions=batch",
                        "the write waits for the commit, so that its rows are not known");
            }
            size += command.bytes();
        }
        if (doomed) throw SqlErrors.doomed();
        if (waiting.size() + commands.size() > mostStatements || size > mostBytes) {
            doomed = true;
            throw SqlErrors.tooLarge("The transaction", mostBytes);
        }
        waiting.addAll(commands);
        bytes = size;
        return commands.stream().map(PendingWrites::outcome).toList();
    }

    private static Outcome outcome(Command command) {
        boolean ddl = command.statement().kind() == SqlKind.DDL;
        return new Outcome.Count(ddl ? 0 : Statement.SUCCESS_NO_INFO, null);
    }

    private void read(List<Command> commands) throws SQLException {
        if (waiting.isEmpty()) return;
        for (Command command : commands) {
            SqlStatement statement = command.statement();
            if (OWN_STATE.matcher(statement.text()).find()) {
                throw SqlErrors.unsupported(
                        "The key or count of a write that waits for commit (transactions=batch)", "commit first");
            }
        }
        if (refusesReads) {
            throw SqlErrors.unsupported(
                    "Reading while writes wait for commit (transactions=batch, reads=error)", "commit first");
        }
    }

    /** Whether anything waits for commit. */
    boolean holdsWrites() {
        return !waiting.isEmpty();
    }

    /** What whoever reads now must know, or null. */
    @Nullable
    String warning(List<Command> commands) {
        boolean reads = commands.stream().allMatch(c -> c.statement().kind().reads());
        if (waiting.isEmpty() || !reads) return null;
        return waiting.size() + " writes wait for commit (transactions=batch); the query does not see them.";
    }

    /** Sends what waits as one atomic request; whatever comes of it, nothing waits any more. */
    void commit(Session session) throws SQLException {
        List<Command> writes = waiting;
        boolean refused = doomed;
        forget();
        if (refused) throw SqlErrors.doomed();
        if (writes.isEmpty()) return;
        Abort abort = session.abort(java.time.Duration.ZERO);
        running = abort;
        try {
            session.run(writes, 0, abort);
        } finally {
            running = null;
        }
    }

    void forget() {
        waiting = new ArrayList<>();
        bytes = 0;
        doomed = false;
    }

    /** Breaks the commit off that another thread waits for. */
    void abort() {
        Abort abort = running;
        if (abort != null) abort.pull();
    }
}
