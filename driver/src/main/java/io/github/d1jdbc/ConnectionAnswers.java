package io.github.d1jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What every connection answers alike, because D1 has only one form of it. */
interface ConnectionAnswers extends ConnectionOptions {

    @Override
    default String nativeSQL(String sql) throws SQLException {
        checkOpen();
        return JdbcEscapes.replaced(sql);
    }

    // Rows are in memory, so that a commit has no reason to close them.
    @Override
    default int getHoldability() throws SQLException {
        checkOpen();
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    default void setHoldability(int holdability) throws SQLException {
        checkOpen();
        checkHoldability(holdability);
    }

    /** Refuses what would close results at a commit. */
    static void checkHoldability(int holdability) throws SQLException {
        if (holdability == ResultSet.HOLD_CURSORS_OVER_COMMIT) return;
        if (holdability == ResultSet.CLOSE_CURSORS_AT_COMMIT) {
            throw SqlErrors.unsupported("CLOSE_CURSORS_AT_COMMIT", "ask for HOLD_CURSORS_OVER_COMMIT");
        }
        throw SqlErrors.argument("There is no holdability " + holdability + ".");
    }

    // D1 has neither; JDBC has both ignored then.
    @Override
    default @Nullable String getCatalog() throws SQLException {
        checkOpen();
        return null;
    }

    @Override
    default void setCatalog(@Nullable String catalog) throws SQLException {
        checkOpen();
    }

    @Override
    default @Nullable String getSchema() throws SQLException {
        checkOpen();
        return null;
    }

    @Override
    default void setSchema(@Nullable String schema) throws SQLException {
        checkOpen();
    }

    @Override
    default Map<String, Class<?>> getTypeMap() throws SQLException {
        checkOpen();
        return Map.of();
    }

    // Pools set back what they found; there are no user-defined types that a class could stand for.
    @Override
    default void setTypeMap(@Nullable Map<String, Class<?>> map) throws SQLException {
        checkOpen();
        if (map != null && !map.isEmpty()) {
            throw SqlErrors.unsupported("Connection.setTypeMap", "D1 has no user-defined types");
        }
    }
}
