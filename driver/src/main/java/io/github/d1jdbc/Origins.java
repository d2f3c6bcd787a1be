package io.github.d1jdbc;

import io.github.d1jdbc.internal.schema.SchemaSnapshot;
import io.github.d1jdbc.sql.SqlKind;
import io.github.d1jdbc.sql.SqlStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The origins of a result's columns, found when somebody asks for the first one. For one thread at a time. */
final class Origins {
    private static final Pattern FROM = Pattern.compile("(?i)\\bfrom\\b");

    private final Session session;
    private final SqlStatement statement;
    private final List<String> labels;
    private @Nullable List<@Nullable Origin> origins;

    /** @param session gives the schema */
    Origins(Session session, SqlStatement statement, List<String> labels) {
        this.session = session;
        this.statement = statement;
        this.labels = labels;
    }

    /** The origin of a column, from 0, or null; the connection's first call of it may read the schema. */
    @Nullable
    Origin at(int column) throws SQLException {
        if (origins == null) {
            boolean query = statement.kind() == SqlKind.SELECT || statement.returning();
            if (!query || !mayHave()) return null;
            SchemaSnapshot schema = session.knownSchema();
            origins = OriginResolver.resolve(statement, labels, schema::table);
        }
        return origins.get(column);
    }

    // Without a table there is nothing to ask the schema for.
    private boolean mayHave() {
        return statement.returning() || FROM.matcher(statement.text()).find();
    }
}
