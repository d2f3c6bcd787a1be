package io.github.d1jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the connected database is; what D1 can do is in {@link JdbcCapabilities}. The product name is SQLite, because tools choose their dialect by
 * it (Liquibase, Flyway, Hibernate); D1 stands in the driver's name and the URL. Immutable.
 */
final class JdbcDatabaseMetaData implements JdbcCapabilities {
    private final JdbcConnection connection;

    JdbcDatabaseMetaData(JdbcConnection connection) {
        this.connection = connection;
    }

    @Override
    public ResultSet noRows(String method) throws SQLException {
        connection.checkOpen();
        return JdbcResultSet.local(null, new Cells.Local(MetadataColumns.of(method), List.of()));
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
