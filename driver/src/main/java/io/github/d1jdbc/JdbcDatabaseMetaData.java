package io.github.d1jdbc;

import io.github.d1jdbc.internal.schema.SchemaSnapshot;
import io.github.d1jdbc.internal.schema.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the connected database is; what D1 can do is in {@link JdbcCapabilities}. The product name is SQLite, because tools choose their dialect by
 * it (Liquibase, Flyway, Hibernate); D1 stands in the driver's name and the URL. Immutable; the schema is read and kept by
 * the connection's session.
 */
final class JdbcDatabaseMetaData implements JdbcCapabilities {
    private final JdbcConnection connection;

    JdbcDatabaseMetaData(JdbcConnection connection) {
        this.connection = connection;
    }

    @Override
    public ResultSet noRows(String method) throws SQLException {
        connection.checkOpen();
        return new MetadataRows(method).result();
    }

    private SchemaSnapshot schema() throws SQLException {
        connection.checkOpen();
        return connection.session().schema();
    }

    // The tables of a name, or all for null. D1 has neither catalogs nor schemas, and SQLite's own driver does not look
    // at these arguments either.
    private List<Table> tables(@Nullable String name) throws SQLException {
        SchemaSnapshot schema = schema();
        if (name == null) return schema.tables();
        Table table = schema.table(name);
        return table == null ? List.of() : List.of(table);
    }

    @Override
    public ResultSet getTables(
            @Nullable String catalog, @Nullable String schema, @Nullable String table, String @Nullable [] types)
            throws SQLException {
        return TableRows.tables(schema().tables(), table, types);
    }

    @Override
    public ResultSet getTableTypes() throws SQLException {
        connection.checkOpen();
        return TableRows.tableTypes();
    }

    @Override
    public ResultSet getColumns(
            @Nullable String catalog, @Nullable String schema, @Nullable String table, @Nullable String column)
            throws SQLException {
        return TableRows.columns(schema().tables(), table, column);
    }

    @Override
    public ResultSet getPseudoColumns(
            @Nullable String catalog, @Nullable String schema, @Nullable String table, @Nullable String column)
            throws SQLException {
        return TableRows.pseudoColumns(schema().tables(), table, column);
    }

    @Override
    public ResultSet getBestRowIdentifier(
            @Nullable String catalog, @Nullable String schema, @Nullable String table, int scope, boolean nullable)
            throws SQLException {
        return TableRows.bestRowIdentifier(tables(table), nullable);
    }

    @Override
    public ResultSet getPrimaryKeys(@Nullable String catalog, @Nullable String schema, @Nullable String table)
            throws SQLException {
        return KeyRows.primaryKeys(tables(table));
    }

    @Override
    public ResultSet getImportedKeys(@Nullable String catalog, @Nullable String schema, @Nullable String table)
            throws SQLException {
        return KeyRows.imported(schema(), table);
    }

    @Override
    public ResultSet getExportedKeys(@Nullable String catalog, @Nullable String schema, @Nullable String table)
            throws SQLException {
        return KeyRows.exported(schema(), table);
    }

    @Override
    public ResultSet getCrossReference(
            @Nullable String parentCatalog,
            @Nullable String parentSchema,
            @Nullable String parent,
            @Nullable String childCatalog,
            @Nullable String childSchema,
            @Nullable String child)
            throws SQLException {
        return KeyRows.crossReference(schema(), parent, child);
    }

    @Override
    public ResultSet getIndexInfo(
            @Nullable String catalog,
            @Nullable String schema,
            @Nullable String table,
            boolean unique,
            boolean approximate)
            throws SQLException {
        return KeyRows.indexes(tables(table), unique);
    }

    @Override
    public ResultSet getTypeInfo() throws SQLException {
        connection.checkOpen();
        return TypeInfoRows.typeInfo();
    }

    // One request is a transaction and none spans two, so tools must not count on one unless writes wait for commit.
    @Override
    public boolean supportsTransactions() {
        return connection.transaction().isReal();
    }

    // Of the property isolation.
    @Override
    public int getDefaultTransactionIsolation() {
        return connection.transaction().firstIsolation();
    }

    @Override
    public ResultSet getClientInfoProperties() throws SQLException {
        connection.checkOpen();
        return ClientInfo.properties();
    }

    @Override
    public Connection getConnection() {
        return connection;
    }

    @Override
    public String getDatabaseProductName() {
        return connection.settings().text(ConnectionProperty.PRODUCT_NAME);
    }

    @Override
    public String getDatabaseProductVersion() {
        return connection.settings().text(ConnectionProperty.PRODUCT_VERSION);
    }

    @Override
    public int getDatabaseMajorVersion() {
        return versionPart(0);
    }

    @Override
    public int getDatabaseMinorVersion() {
        return versionPart(1);
    }

    private int versionPart(int index) {
        Matcher number = Pattern.compile("\\d{1,9}").matcher(getDatabaseProductVersion());
        for (int i = 0; i < index; i++) if (!number.find()) return 0;
        return number.find() ? Integer.parseInt(number.group()) : 0;
    }

    @Override
    public String getURL() {
        return connection.settings().url().toString();
    }

    // The account: a token has no name that may be shown.
    @Override
    public String getUserName() {
        return connection.session().client().settings().accountId();
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        return connection.isReadOnly();
    }
}
