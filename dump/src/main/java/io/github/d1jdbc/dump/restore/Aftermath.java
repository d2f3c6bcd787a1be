package io.github.d1jdbc.dump.restore;

import io.github.d1jdbc.D1Connection;
import io.github.d1jdbc.dump.restore.RestoreException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says how a restore ended that did not end well: what happened, what is in the target now, and the way back. One
 * thread, one restore.
 */
final class Aftermath {

    /**
     * Ends an import that ignores CHECKs, and follows one that failed: the real engine keeps the PRAGMA for every later
     * request of every client (tried), though it undoes the import.
     */
    static final String CHECKS_ON = "PRAGMA ignore_check_constraints=OFF";

    private final D1Connection target;
    private final TargetContent before;
    private final boolean checksOff;
    private final String bookmark;
    private final Path journal;
    private boolean begun;

    /** @param journal where the bookmark is noted */
    Aftermath(D1Connection target, TargetContent before, boolean checksOff, String bookmark, Path journal) {
        this.target = target;
        this.before = before;
        this.checksOff = checksOff;
        this.bookmark = bookmark;
        this.journal = journal;
    }

    /** The command that takes a database back. */
    static String undo(String database, String bookmark) {
        return "wrangler d1 time-travel restore " + database + " --bookmark=" + bookmark;
    }

    /** From now on D1 may have written something. */
    void begun() {
        begun = true;
    }

    boolean hasBegun() {
        return begun;
    }

    RestoreException failed(String what, Exception cause) {
        if (Thread.currentThread().isInterrupted()) return interrupted(cause);
        String message = what + ": " + withoutEnd(cause.getMessage());
        String state = state();
        if (!state.isEmpty()) return new RestoreException(Kind.FAILED, message + "; " + state, hint(), bookmark, cause);
        discardJournal(cause);
        return new RestoreException(Kind.FAILED, message + "; " + untouched(), "", null, cause);
    }

    RestoreException unknown(String what, @Nullable Exception cause) {
        String state = state();
        return new RestoreException(
                Kind.UNKNOWN,
                "whether the restore was carried out is not known: " + what + "; "
                        + (state.isEmpty() ? untouched() + " now" : state),
                hint(),
                bookmark,
                cause);
    }

    RestoreException interrupted(Exception cause) {
        if (!begun) {
            discardJournal(cause);
            return new RestoreException(Kind.INTERRUPTED, "interrupted; " + untouched(), "", null, cause);
        }
        return new RestoreException(
                Kind.INTERRUPTED,
                "interrupted. " + withoutEnd(cause.getMessage()) + ". Look at " + target.databaseName()
                        + " in a while; it may be as before, partly or wholly restored",
                hint(),
                bookmark,
                cause);
    }

    RestoreException different(List<String> differences) {
        return new RestoreException(
                Kind.DIFFERENT,
                "everything was carried out, but " + String.join(", ", differences),
                hint(),
                bookmark,
                null);
    }

    RestoreException uncounted(SQLException cause) {
        return new RestoreException(
                Kind.DIFFERENT,
                "everything was carried out, but the rows cannot be counted: " + withoutEnd(cause.getMessage()),
                hint(),
                bookmark,
                cause);
    }

    private String untouched() {
        return before.isEmpty()
                ? target.databaseName() + " is empty as it was before"
                : "nothing was changed in " + target.databaseName();
    }

    /** What is in the target, in words; empty where nothing can have changed. */
    private String state() {
        try {
            switchChecksOn();
            TargetContent now = TargetContent.of(target);
            if (now.equals(before) && (now.isEmpty() || !begun)) return "";
            Map<String, Long> counts = TargetContent.count(target, now.tables());
            String rows = counts.entrySet().stream()
                    .map(entry -> String.format(Locale.ROOT, "%s %,d", entry.getKey(), entry.getValue()))
                    .collect(Collectors.joining(", "));
            String same = now.equals(before) ? " (the same objects as before)" : "";
            return target.databaseName() + " now has " + now.words() + same + ", rows: "
                    + (rows.isEmpty() ? "none" : rows);
        } catch (SQLException e) {
            return "what is in " + target.databaseName() + " now cannot be read (" + withoutEnd(e.getMessage()) + ")";
        }
    }

    private void switchChecksOn() throws SQLException {
        if (!checksOff || !begun) return;
        try (Statement statement = target.createStatement()) {
            statement.execute(CHECKS_ON);
        }
    }

    private String hint() {
        return "'" + undo(target.databaseName(), bookmark) + "' takes it back to where it was, noted in " + journal;
    }

    private void discardJournal(Exception cause) {
        try {
            Files.deleteIfExists(journal);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static String withoutEnd(@Nullable String message) {
        String text = String.valueOf(message).strip();
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
