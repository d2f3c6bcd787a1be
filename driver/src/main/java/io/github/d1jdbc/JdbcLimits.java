package io.github.d1jdbc;

/**
 * D1's limits (developers.cloudflare.com/d1/platform/limits), the same for every database. What is 0 has no limit or an
 * unknown one, as JDBC has it.
 */
interface JdbcLimits extends DatabaseMetaDataDefaults {
    @Override
    default int getMaxStatementLength() {
        return 100_000;
    }

    @Override
    default int getMaxColumnsInTable() {
        return 100;
    }

    @Override
    default int getMaxColumnsInSelect() {
        return 100;
    }

    @Override
    default int getMaxColumnsInIndex() {
        return 100;
    }

    @Override
    default int getMaxColumnsInGroupBy() {
        return 100;
    }

    @Override
    default int getMaxColumnsInOrderBy() {
        return 100;
    }

    // SQLite's own limit of a join (sqlite.org/limits.html).
    @Override
    default int getMaxTablesInSelect() {
        return 64;
    }

    @Override
    default int getMaxRowSize() {
        return DeclaredType.MOST_BYTES;
    }

    @Override
    default long getMaxLogicalLobSize() {
        return DeclaredType.MOST_BYTES;
    }

    @Override
    default boolean doesMaxRowSizeIncludeBlobs() {
        return true;
    }

    @Override
    default int getMaxCharLiteralLength() {
        return 100_000;
    }

    @Override
    default int getMaxBinaryLiteralLength() {
        return 100_000;
    }
}
