package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class D1DataSourceTest {

    @Test
    void aUrlIsEnough() throws SQLException {
        try (Connection connection = new D1DataSource("jdbc:d1:local::memory:ds").getConnection()) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void beanPropertiesMakeUpAConnection() throws Exception {
        try (TestD1 d1 = new TestD1()) {
            D1DataSource source = new D1DataSource();
            source.setDatabaseName(TestD1.DATABASE);
            source.setAccountId(d1.server.accountId());
            source.setApiToken(d1.server.token());
            source.setEndpoint(d1.server.endpoint().toString());
            source.setReadOnly(true);
            source.setMaxRetries(1);
            source.setInt64("fast");
            source.setRollback("warn");
            source.setTransactions("immediate");
            source.setConnectTimeout("PT5S");
            source.setSocketTimeout("20");
            source.setProductName("SQLite 3");
            source.setProductVersion("3.53.9");
            source.setApplicationName("test");
            source.setAllowInsecure(false);
            try (JdbcConnection connection = (JdbcConnection) source.getConnection()) {
                assertThat(connection.isReadOnly()).isTrue();
                assertThat(connection.session().exact()).isFalse();
                assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("SQLite 3");
                assertThat(connection.databaseName()).isEqualTo(TestD1.DATABASE);
            }
            assertThat(source.toString()).contains(TestD1.DATABASE).doesNotContain(d1.server.token());
        }
    }

    @Test
    void everyPropertyHasASetter() {
        for (ConnectionProperty property : ConnectionProperty.values()) {
            String setter = "set" + property.key().substring(0, 1).toUpperCase(Locale.ROOT)
                    + property.key().substring(1);
            assertThat(Arrays.stream(D1DataSource.class.getMethods()).map(Method::getName))
                    .contains(setter);
        }
    }

    @Test
    void userAndPasswordOfACallGoBeforeThoseThatAreSet() throws Exception {
        try (TestD1 d1 = new TestD1()) {
            D1DataSource source = new D1DataSource(d1.url(""));
            source.setPassword("wrong");
            assertThatThrownBy(source::getConnection)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"));
            source.getConnection("", d1.server.token()).close();
            source.setPassword(d1.server.token());
            source.getConnection(null, "").close();
            assertThat(source.getUrl()).isEqualTo(d1.url(""));
        }
    }

    @Test
    void withoutATargetItSaysWhatToSet() {
        assertThatThrownBy(() -> new D1DataSource().getConnection()).hasMessageContaining("databaseName");
        D1DataSource source = new D1DataSource();
        source.setDatabaseName("a/b c");
        assertThat(source.getDatabaseName()).isEqualTo("a/b c");
        assertThat(source).hasToString("D1 data source for jdbc:d1:" + "//…/a/b c");
    }

    @Test
    void theLoginTimeoutIsTheConnectTimeout() throws SQLException {
        D1DataSource source = new D1DataSource();
        assertThat(source.getLoginTimeout()).isZero();
        source.setLoginTimeout(90);
        assertThat(source.getLoginTimeout()).isEqualTo(90);
        source.setLoginTimeout(0);
        assertThat(source.getLoginTimeout()).isZero();
        assertThatThrownBy(() -> source.setLoginTimeout(-1)).isInstanceOf(SQLException.class);
    }

    @Test
    void itUnwrapsToItselfAndLogsByTheJvmsLogger() throws SQLException {
        DataSource source = new D1DataSource("jdbc:d1:local::memory:");
        assertThat(source.unwrap(D1DataSource.class)).isSameAs(source);
        assertThat(source.isWrapperFor(String.class)).isFalse();
        assertThatThrownBy(() -> source.unwrap(String.class)).isInstanceOf(SQLException.class);
        assertThat(source.getLogWriter()).isNull();
        source.setLogWriter(null);
        assertThatThrownBy(() -> source.setLogWriter(new PrintWriter(new StringWriter())))
                .hasMessageContaining("io.github.d1jdbc");
        assertThat(source.getParentLogger().getName()).isEqualTo("io.github.d1jdbc");
    }
}
