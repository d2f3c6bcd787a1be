package io.github.d1jdbc;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;

/** What D1 and this driver can do, the same for every database: the metadata that is one value. */
interface JdbcCapabilities extends JdbcLimits {
    @Override
    default String getDriverName() {
        return D1Driver.NAME;
    }

    @Override
    default String getDriverVersion() {
        return D1Driver.MAJOR + "." + D1Driver.MINOR;
    }

    @Override
    default int getDriverMajorVersion() {
        return D1Driver.MAJOR;
    }

    @Override
    default int getDriverMinorVersion() {
        return D1Driver.MINOR;
    }

    @Override
    default int getJDBCMajorVersion() {
        return 4;
    }

    @Override
    default int getJDBCMinorVersion() {
        return 3;
    }

    @Override
    default String getIdentifierQuoteString() {
        return "\"";
    }

    @Override
    default String getSearchStringEscape() {
        return "\\";
    }

    @Override
    default String getExtraNameCharacters() {
        return "";
    }

    @Override
    default String getSQLKeywords() {
        return SqlWords.KEYWORDS;
    }

    @Override
    default String getNumericFunctions() {
        return SqlWords.NUMERIC_FUNCTIONS;
    }

    @Override
    default String getStringFunctions() {
        return SqlWords.STRING_FUNCTIONS;
    }

    @Override
    default String getSystemFunctions() {
        return SqlWords.SYSTEM_FUNCTIONS;
    }

    @Override
    default String getTimeDateFunctions() {
        return SqlWords.TIME_FUNCTIONS;
    }

    @Override
    default String getCatalogSeparator() {
        return ".";
    }

    // There are neither catalogs nor schemas nor procedures; these are only words that tools show.
    @Override
    default String getCatalogTerm() {
        return "catalog";
    }

    @Override
    default String getSchemaTerm() {
        return "schema";
    }

    @Override
    default String getProcedureTerm() {
        return "procedure";
    }

    @Override
    default boolean isCatalogAtStart() {
        return true;
    }

    // SQLite keeps names as they are written and finds them in any case. JDBC means by the first one that the case
    // matters, but SQLite's own driver says so too and tools leave names unquoted for it.
    @Override
    default boolean supportsMixedCaseIdentifiers() {
        return true;
    }

    @Override
    default boolean storesMixedCaseIdentifiers() {
        return true;
    }

    @Override
    default boolean storesMixedCaseQuotedIdentifiers() {
        return true;
    }

    // One request is a transaction and none spans two, so tools must not count on one.
    @Override
    default boolean supportsTransactions() {
        return false;
    }

    // What setTransactionIsolation takes at its word; the levels between are raised to these.
    @Override
    default boolean supportsTransactionIsolationLevel(int level) {
        return Transaction.hasIsolation(level);
    }

    @Override
    default boolean supportsBatchUpdates() {
        return true;
    }

    @Override
    default boolean supportsGetGeneratedKeys() {
        return true;
    }

    @Override
    default boolean generatedKeyAlwaysReturned() {
        return true;
    }

    @Override
    default boolean supportsMultipleResultSets() {
        return true;
    }

    @Override
    default boolean supportsMultipleOpenResults() {
        return true;
    }

    @Override
    default boolean supportsResultSetType(int type) {
        return type == ResultSet.TYPE_FORWARD_ONLY || type == ResultSet.TYPE_SCROLL_INSENSITIVE;
    }

    @Override
    default boolean supportsResultSetConcurrency(int type, int concurrency) {
        return supportsResultSetType(type) && concurrency == ResultSet.CONCUR_READ_ONLY;
    }

    @Override
    default boolean supportsResultSetHoldability(int holdability) {
        return holdability == ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    default int getResultSetHoldability() {
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    // Results are in memory and statements are only settings, so that no commit takes them away.
    @Override
    default boolean supportsOpenCursorsAcrossCommit() {
        return true;
    }

    @Override
    default boolean supportsOpenCursorsAcrossRollback() {
        return true;
    }

    @Override
    default boolean supportsOpenStatementsAcrossCommit() {
        return true;
    }

    @Override
    default boolean supportsOpenStatementsAcrossRollback() {
        return true;
    }

    // A Blob or Clob is a copy in memory.
    @Override
    default boolean locatorsUpdateCopy() {
        return true;
    }

    @Override
    default int getSQLStateType() {
        return DatabaseMetaData.sqlStateSQL;
    }

    // SQL that SQLite has.
    @Override
    default boolean supportsAlterTableWithAddColumn() {
        return true;
    }

    @Override
    default boolean supportsAlterTableWithDropColumn() {
        return true;
    }

    @Override
    default boolean supportsColumnAliasing() {
        return true;
    }

    @Override
    default boolean supportsCorrelatedSubqueries() {
        return true;
    }

    @Override
    default boolean supportsExpressionsInOrderBy() {
        return true;
    }

    @Override
    default boolean supportsOrderByUnrelated() {
        return true;
    }

    @Override
    default boolean supportsGroupBy() {
        return true;
    }

    @Override
    default boolean supportsGroupByUnrelated() {
        return true;
    }

    @Override
    default boolean supportsGroupByBeyondSelect() {
        return true;
    }

    @Override
    default boolean supportsLikeEscapeClause() {
        return true;
    }

    @Override
    default boolean supportsNonNullableColumns() {
        return true;
    }

    @Override
    default boolean supportsOuterJoins() {
        return true;
    }

    @Override
    default boolean supportsLimitedOuterJoins() {
        return true;
    }

    @Override
    default boolean supportsFullOuterJoins() {
        return true;
    }

    @Override
    default boolean supportsSubqueriesInComparisons() {
        return true;
    }

    @Override
    default boolean supportsSubqueriesInExists() {
        return true;
    }

    @Override
    default boolean supportsSubqueriesInIns() {
        return true;
    }

    @Override
    default boolean supportsTableCorrelationNames() {
        return true;
    }

    @Override
    default boolean supportsUnion() {
        return true;
    }

    @Override
    default boolean supportsUnionAll() {
        return true;
    }

    @Override
    default boolean supportsIntegrityEnhancementFacility() {
        return true;
    }

    @Override
    default boolean supportsMinimumSQLGrammar() {
        return true;
    }

    @Override
    default boolean supportsCoreSQLGrammar() {
        return true;
    }

    // NULL is smaller than any value in ORDER BY.
    @Override
    default boolean nullsAreSortedLow() {
        return true;
    }

    @Override
    default boolean nullPlusNonNullIsNull() {
        return true;
    }

    @Override
    default boolean allTablesAreSelectable() {
        return true;
    }
}
