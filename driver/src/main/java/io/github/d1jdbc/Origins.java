package io.github.d1jdbc;

import io.github.d1jdbc.OriginResolver.Out;
import io.github.d1jdbc.internal.schema.SchemaSnapshot;
import io.github.d1jdbc.internal.schema.Table;
import io.github.d1jdbc.sql.SqlKind;
import io.github.d1jdbc.sql.SqlStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The origins of a result's columns, found when somebody asks for the first one. For one thread at a time. */
final class Origins {
    private static final Pattern FROM = Pattern.compile("(?i)\\bfrom\\b");

    private final Session session;
    private final SqlStatement statement;
    private final List<String> labels;
    private @Nullable List<Out> columns;
    private boolean missesTable;

    /** @param session gives the schema */
    Origins(Session session, SqlStatement statement, List<String> labels) {
        this.session = session;
        this.statement = statement;
        this.labels = labels;
    }

    /** The origin of a column, from 0, or null; the connection's first call of it may read the schema. */
    @Nullable
    Origin at(int column) throws SQLException {
        return columns().get(column).origin();
    }

    /** The type of {@link Types} that an expression has by its text, or {@link Types#NULL}. */
    int expressionType(int column) throws SQLException {
        return columns().get(column).type();
    }

    private List<Out> columns() throws SQLException {
        List<Out> known = columns;
        if (known != null) return known;
        List<Out> found = null;
        // Without a table there is nothing to ask the schema for.
        boolean hasTables =
                statement.returning() || FROM.matcher(statement.text()).find();
        if (statement.kind() == SqlKind.SELECT && !hasTables) {
            found = OriginResolver.columns(statement, name -> null);
        } else if (statement.kind() == SqlKind.SELECT || statement.returning()) {
            found = resolved(session.knownSchema());
            if (!fits(found)) {
                session.forgetSchema();
                found = resolved(session.knownSchema());
            } else if (missesTable) {
                // It may be one that the schema leaves out, so not each time.
                found = resolved(session.schema());
            }
        }
        known = OriginResolver.fitted(found, labels);
        columns = known;
        return known;
    }

    private @Nullable List<Out> resolved(SchemaSnapshot schema) {
        missesTable = false;
        return OriginResolver.columns(statement, name -> {
            Table table = schema.table(name);
            missesTable |= table == null;
            return table;
        });
    }

    // Where not, another client has changed the table since the schema was read.
    private boolean fits(@Nullable List<Out> found) {
        if (found == null) return true;
        if (found.size() != labels.size()) return false;
        for (int i = 0; i < labels.size(); i++) {
            Out out = found.get(i);
            if (out.origin() != null && !out.name().equalsIgnoreCase(labels.get(i))) return false;
        }
        return true;
    }
}
