package io.github.d1jdbc.dump;

import io.github.d1jdbc.dump.DumpStatement.Create;
import org.jspecify.annotations.Nullable;

/** The statement in the last column of a row of sqlite_schema. */
public final class SchemaRow {

    private SchemaRow() {}

    /** The CREATE statement that the bytes are, {@code null} if they are none. */
    public static @Nullable Create virtualTable(byte[] sql) {
        StatementParser parser = StatementParser.of(sql, 0, sql.length);
        if (parser.isEmpty()) return null;
        DumpStatement statement = parser.statement(new StatementSource(0, 1, 1, true, sql.clone()));
        return statement instanceof Create create ? create : null;
    }
}
