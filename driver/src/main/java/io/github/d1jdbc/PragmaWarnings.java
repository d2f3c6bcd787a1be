package io.github.d1jdbc;

import io.github.d1jdbc.sql.SqlKind;
import io.github.d1jdbc.sql.SqlStatement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a user must know of a PRAGMA that D1 accepts (rulings-driver 3, tried on the real engine). */
final class PragmaWarnings {
    private PragmaWarnings() {}

    /** The warning for a statement, or null. */
    static @Nullable String of(SqlStatement statement) {
        if (statement.kind() != SqlKind.PRAGMA_WRITE) return null;
        List<String> words = statement.words();
        if (words.contains("FOREIGN_KEYS")) {
            return "PRAGMA foreign_keys does nothing on D1: foreign keys are always on.";
        }
        if (words.contains("DEFER_FOREIGN_KEYS")) {
            return "PRAGMA defer_foreign_keys lasts for its own request only: put it into one text with the statements"
                    + " that need it.";
        }
        for (String name : List.of("RECURSIVE_TRIGGERS", "CASE_SENSITIVE_LIKE")) {
            if (words.contains(name)) {
                return "PRAGMA " + name.toLowerCase(java.util.Locale.ROOT)
                        + " outlives the request on D1, for every client of the database.";
            }
        }
        return null;
    }
}
