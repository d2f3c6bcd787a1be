package io.github.d1jdbc.server;

import io.github.d1jdbc.sql.SqlStatement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gets texts with a lone surrogate into SQLite as the engine does, as three bytes that are no UTF-8: sqlite-jdbc would
 * write a question mark, so they are bound as blobs and made texts by the statement.
 */
final class Surrogates {

    private Surrogates() {}

    /** The statement itself, or one whose placeholders of such texts have a cast around them. */
    static SqlStatement adapt(SqlStatement statement, List<@Nullable Object> parameters) {
        boolean any = parameters.stream().anyMatch(Surrogates::isBroken);
        if (!any) return statement;
        List<Words.Insertion> insertions = new ArrayList<>();
        for (SqlStatement.Placeholder placeholder : statement.placeholders()) {
            int index = placeholder.index() - 1;
            if (index >= parameters.size() || !isBroken(parameters.get(index))) continue;
            // The plus takes the cast's affinity away again, for a parameter has none.
            insertions.add(new Words.Insertion(placeholder.start(), "(+CAST("));
            insertions.add(new Words.Insertion(placeholder.end(), " AS TEXT))"));
        }
        return SqlStatement.split(new Words(statement.text()).insert(insertions))
                .get(0);
    }

    private static boolean isBroken(@Nullable Object value) {
        return value instanceof String text && Utf8.hasLoneSurrogate(text);
    }
}
