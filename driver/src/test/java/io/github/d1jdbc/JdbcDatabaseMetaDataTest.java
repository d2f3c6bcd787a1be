package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JdbcDatabaseMetaDataTest {
    private static TestD1 d1;
    private static Connection connection;

    @BeforeAll
    static void open() throws SQLException {
        d1 = new TestD1();
        connection = d1.connect("&applicationName=test");
    }

    @AfterAll
    static void close() throws Exception {
        connection.close();
        d1.close();
    }

    @Test
    void toolsTakeItForSqlite() throws SQLException {
        DatabaseMetaData meta = connection.getMetaData();
        assertThat(meta.getDatabaseProductName()).isEqualTo("SQLite");
        assertThat(meta.getDatabaseProductVersion()).isEqualTo("3.53.4");
        assertThat(meta.getDatabaseMajorVersion()).isEqualTo(3);
        assertThat(meta.getDatabaseMinorVersion()).isEqualTo(53);
        assertThat(meta.getDriverName()).isEqualTo("Cloudflare D1 JDBC Driver");
        assertThat(meta.getDriverVersion()).isEqualTo("0.1");
        assertThat(meta.getJDBCMajorVersion()).isEqualTo(4);
        assertThat(meta.getJDBCMinorVersion()).isEqualTo(3);
        assertThat(meta.getIdentifierQuoteString()).isEqualTo("\"");
        assertThat(meta.getConnection()).isSameAs(connection);
    }

    @Test
    void productNameAndVersionCanBeSet() throws SQLException {
        try (Connection other = d1.connect("&productName=Cloudflare%20D1&productVersion=odd")) {
            DatabaseMetaData meta = other.getMetaData();
            assertThat(meta.getDatabaseProductName()).isEqualTo("Cloudflare D1");
            assertThat(meta.getDatabaseMajorVersion()).isZero();
            assertThat(meta.getDatabaseMinorVersion()).isZero();
        }
    }

    @Test
    void theUrlHasNoPropertiesAndTheUserIsTheAccount() throws SQLException {
        DatabaseMetaData meta = connection.getMetaData();
        assertThat(meta.getURL()).isEqualTo("jdbc:d1://" + d1.server.accountId() + "/" + TestD1.DATABASE);
        assertThat(meta.getUserName()).isEqualTo(d1.server.accountId());
    }

    @Test
    void transactionsAreToldAsTheyAre() throws SQLException {
        DatabaseMetaData meta = connection.getMetaData();
        assertThat(meta.supportsTransactions()).isFalse();
        assertThat(meta.supportsSavepoints()).isFalse();
        assertThat(meta.getDefaultTransactionIsolation()).isEqualTo(connection.getTransactionIsolation());
        int[] levels = {
            Connection.TRANSACTION_READ_UNCOMMITTED,
            Connection.TRANSACTION_READ_COMMITTED,
            Connection.TRANSACTION_REPEATABLE_READ,
            Connection.TRANSACTION_SERIALIZABLE
        };
        for (int level : levels) {
            connection.setTransactionIsolation(level);
            assertThat(meta.supportsTransactionIsolationLevel(level))
                    .isEqualTo(connection.getTransactionIsolation() == level);
        }
        assertThat(meta.supportsTransactionIsolationLevel(Connection.TRANSACTION_NONE))
                .isFalse();
    }

    @Test
    void theDefaultIsolationIsThatOfTheProperty() throws SQLException {
        try (Connection committed = d1.connect("&transactions=batch&isolation=READ_UNCOMMITTED")) {
            int level = committed.getMetaData().getDefaultTransactionIsolation();
            assertThat(level).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
            assertThat(committed.getTransactionIsolation()).isEqualTo(level);
            assertThat(committed.getMetaData().supportsTransactionIsolationLevel(level))
                    .isTrue();
            committed.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            assertThat(committed.getMetaData().getDefaultTransactionIsolation()).isEqualTo(level);
        }
    }

    @Test
    void clientInfoThatIsTakenIsListed() throws SQLException {
        try (ResultSet properties = connection.getMetaData().getClientInfoProperties()) {
            assertThat(properties.next()).isTrue();
            String name = properties.getString("NAME");
            assertThat(name).isEqualTo("ApplicationName");
            int longest = properties.getInt("MAX_LEN");
            connection.setClientInfo(name, "x".repeat(longest + 1));
            assertThat(connection.getClientInfo(name)).hasSize(longest);
            assertThat((Object) connection.getWarnings()).isNull();
            assertThat(properties.getString("DESCRIPTION")).isNotBlank();
            assertThat(properties.next()).isFalse();
        }
    }

    @Test
    void capabilitiesAgreeWithWhatTheConnectionDoes() throws SQLException {
        DatabaseMetaData meta = connection.getMetaData();
        int forward = ResultSet.TYPE_FORWARD_ONLY;
        assertThat(meta.supportsBatchUpdates()).isTrue();
        assertThat(meta.supportsGetGeneratedKeys()).isTrue();
        assertThat(meta.supportsMultipleResultSets()).isTrue();
        assertThat(meta.supportsResultSetType(forward)).isTrue();
        assertThat(meta.supportsResultSetConcurrency(forward, ResultSet.CONCUR_UPDATABLE))
                .isFalse();
        assertThat(meta.supportsResultSetHoldability(connection.getHoldability()))
                .isTrue();
        assertThat(meta.isReadOnly()).isFalse();
        assertThat(meta.getMaxStatementLength()).isEqualTo(100_000);
        assertThat(meta.getSQLKeywords()).contains("PRAGMA");
    }

    @Test
    void noGetterThrows() throws Exception {
        DatabaseMetaData meta = connection.getMetaData();
        int asked = 0;
        for (Method method : DatabaseMetaData.class.getMethods()) {
            if (method.getParameterCount() > 0) continue;
            assertThat(method.invoke(meta)).as(method.getName()).isNotNull();
            asked++;
        }
        assertThat(asked).isGreaterThan(140);
    }

    @Test
    void resultsHaveTheColumnsOfJdbcAlsoWithoutARow() throws SQLException {
        DatabaseMetaData meta = connection.getMetaData();
        try (ResultSet keys = meta.getImportedKeys(null, null, "nothing");
                ResultSet columns = meta.getColumns(null, null, "nothing", "%");
                ResultSet indexes = meta.getIndexInfo(null, null, "nothing", false, false)) {
            assertThat(keys.getMetaData().getColumnCount()).isEqualTo(14);
            assertThat(keys.findColumn("fk_name")).isEqualTo(12);
            assertThat(keys.next()).isFalse();
            assertThat(columns.getMetaData().getColumnType(5)).isEqualTo(Types.INTEGER);
            assertThat(columns.getStatement()).isNull();
            assertThat(indexes.getMetaData().getColumnType(4)).isEqualTo(Types.BOOLEAN);
            assertThat(indexes.getMetaData().getColumnType(8)).isEqualTo(Types.SMALLINT);
            assertThat(indexes.getMetaData().getColumnClassName(4)).isEqualTo("java.lang.Boolean");
        }
        assertThatThrownBy(() -> MetadataColumns.of("getNothing")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theColumnCountsAreThoseOfJdbc() {
        int[] counts = Arrays.stream(new String[] {
                    "getProcedures", "getProcedureColumns", "getFunctions", "getFunctionColumns", "getTables",
                            "getSchemas",
                    "getColumns", "getPrimaryKeys", "getImportedKeys", "getTypeInfo", "getIndexInfo", "getUDTs",
                    "getAttributes", "getPseudoColumns", "getBestRowIdentifier", "getVersionColumns"
                })
                .mapToInt(name -> MetadataColumns.of(name).labels().size())
                .toArray();
        // The Javadoc of java.sql.DatabaseMetaData, method by method.
        assertThat(counts).containsExactly(9, 20, 6, 17, 10, 2, 24, 6, 14, 18, 13, 7, 21, 12, 8, 8);
    }
}
