package io.github.d1jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;

/** What D1 and this driver can do, the same for every database: the metadata that is one value. */
interface JdbcCapabilities extends DatabaseMetaDataDefaults {
    String NUMERIC_FUNCTIONS =
            "abs,acos,acosh,asin,asinh,atan,atan2,atanh,ceil,ceiling,cos,cosh,degrees,exp,floor,ln,log,log10,log2,max,"
                    + "min,mod,pi,pow,power,radians,random,round,sign,sin,sinh,sqrt,tan,tanh,trunc";
    String STRING_FUNCTIONS =
            "char,concat,concat_ws,format,glob,hex,instr,length,like,lower,ltrim,octet_length,printf,quote,replace,rtrim,"
                    + "substr,substring,trim,unhex,unicode,upper";
    String TIME_FUNCTIONS = "date,datetime,julianday,strftime,time,timediff,unixepoch";
    // SQLite's keywords (sqlite.org/lang_keywords.html) that SQL:2003 does not have.
    String KEYWORDS =
            "ABORT,AFTER,ANALYZE,ASC,ATTACH,AUTOINCREMENT,BEFORE,CASCADE,CONFLICT,DATABASE,DEFERRABLE,DEFERRED,DESC,"
                    + "DETACH,EXCLUSIVE,EXPLAIN,FAIL,GENERATED,GLOB,IF,IGNORE,IMMEDIATE,INDEX,INDEXED,INITIALLY,INSTEAD,"
                    + "ISNULL,KEY,LIMIT,MATERIALIZED,NOTHING,NOTNULL,NULLS,OFFSET,PLAN,PRAGMA,QUERY,RAISE,REGEXP,REINDEX,"
                    + "RENAME,REPLACE,RESTRICT,RETURNING,TEMP,TEMPORARY,TRANSACTION,VACUUM,VIEW,VIRTUAL";

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
        return KEYWORDS;
    }

    @Override
    default String getNumericFunctions() {
        return NUMERIC_FUNCTIONS;
    }

    @Override
    default String getStringFunctions() {
        return STRING_FUNCTIONS;
    }

    @Override
    default String getTimeDateFunctions() {
        return TIME_FUNCTIONS;
    }

    @Override
    default String getCatalogSeparator() {
        return ".";
    }

    // SQLite keeps names as they are written and finds them in any case.
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

    @Override
    default int getDefaultTransactionIsolation() {
        return Connection.TRANSACTION_SERIALIZABLE;
    }

    @Override
    default boolean supportsTransactionIsolationLevel(int level) {
        return level == Connection.TRANSACTION_SERIALIZABLE;
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
        return type == ResultSet.TYPE_FORWARD_ONLY;
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

    @Override
    default int getSQLStateType() {
        return DatabaseMetaData.sqlStateSQL;
    }

    // D1's limits (developers.cloudflare.com/d1/platform/limits).
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
    default int getMaxRowSize() {
        return 2_000_000;
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
