package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d1jdbc.internal.Credentials;
import io.github.d1jdbc.internal.RestSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionSettingsTest {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "CLOUDFLARE_API_TOKEN", "envToken",
            "CLOUDFLARE_ACCOUNT_ID", "envAccount",
            "CLOUDFLARE_API_BASE_URL", "https://env.example/v4");

    private static Properties properties(String... pairs) {
        Properties properties = new Properties();
        for (int i = 0; i < pairs.length; i += 2) properties.setProperty(pairs[i], pairs[i + 1]);
        return properties;
    }

    private static ConnectionSettings settings(String url, Properties properties, Map<String, String> environment)
            throws SQLException {
        return ConnectionSettings.of(JdbcUrl.parse(url), properties, environment);
    }

    private static RestSettings remote(String url, Properties properties, Map<String, String> environment)
            throws SQLException {
        ConnectionSettings settings = settings(url, properties, environment);
        return settings.remote((JdbcUrl.Target.Remote) settings.url().target());
    }

    @Test
    void theEnvironmentIsEnough() throws SQLException {
        RestSettings rest = remote("jdbc:d1:///shop", new Properties(), ENVIRONMENT);
        assertThat(rest.accountId()).isEqualTo("envAccount");
        assertThat(rest.credentials()).isEqualTo(new Credentials.Token("envToken"));
        assertThat(rest.base()).hasToString("https://env.example/v4");
    }

    @Test
    void propertiesGoBeforeTheEnvironmentAndTheUrlBeforeBoth() throws SQLException {
        Properties properties = properties(
                "user", "propAccount", "password", "propToken", "endpoint", "https://prop.example", "maxRetries", "2");
        RestSettings rest = remote("jdbc:d1:///shop", properties, ENVIRONMENT);
        assertThat(rest.accountId()).isEqualTo("propAccount");
        assertThat(rest.credentials()).isEqualTo(new Credentials.Token("propToken"));
        assertThat(rest.base()).hasToString("https://prop.example");
        assertThat(rest.maxRetries()).isEqualTo(2);
        rest = remote("jdbc:d1://urlAccount/shop?endpoint=https://url.example/&maxRetries=1", properties, ENVIRONMENT);
        assertThat(rest.accountId()).isEqualTo("urlAccount");
        assertThat(rest.base()).hasToString("https://url.example");
        assertThat(rest.maxRetries()).isEqualTo(1);
    }

    @Test
    void anEmptyValueIsAnAbsentOne() throws SQLException {
        RestSettings rest = remote("jdbc:d1:///shop", properties("user", "", "password", ""), ENVIRONMENT);
        assertThat(rest.accountId()).isEqualTo("envAccount");
        assertThat(rest.credentials()).isEqualTo(new Credentials.Token("envToken"));
    }

    @Test
    void defaultsOfPropertiesCountAndTheKeyGoesBeforeItsAlias() throws SQLException {
        Properties properties = new Properties(properties("token", "alias", "accountId", "acc"));
        assertThat(remote("jdbc:d1:///shop", properties, Map.of()).credentials())
                .isEqualTo(new Credentials.Token("alias"));
        properties.setProperty("password", "own");
        assertThat(remote("jdbc:d1:///shop", properties, Map.of()).credentials())
                .isEqualTo(new Credentials.Token("own"));
    }

    @Test
    void theUsualTimeoutsRetriesAndEndpoint() throws SQLException {
        RestSettings rest = remote("jdbc:d1://acc/shop", properties("password", "t"), Map.of());
        assertThat(rest).isEqualTo(RestSettings.of(RestSettings.CLOUDFLARE, "acc", new Credentials.Token("t")));
    }

    @Test
    void aTokenFileGivesItsFirstLine(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), " fileToken \r\nsecond line\n");
        assertThat(remote("jdbc:d1://a/s", properties("tokenFile", file.toString()), ENVIRONMENT)
                        .credentials())
                .isEqualTo(new Credentials.Token("fileToken"));
        Files.writeString(file, "\n");
        assertThatThrownBy(() -> remote("jdbc:d1://a/s", properties("tokenFile", file.toString()), Map.of()))
                .hasMessageContaining("is empty");
        assertThatThrownBy(() -> remote("jdbc:d1://a/s", properties("tokenFile", folder + "/nope"), Map.of()))
                .hasMessageContaining("cannot be read");
    }

    @Test
    void emailAndKeyGoTogether() throws SQLException {
        assertThat(remote("jdbc:d1://a/s", properties("email", "a@b.example", "apiKey", "k"), ENVIRONMENT)
                        .credentials())
                .isEqualTo(new Credentials.EmailKey("a@b.example", "k"));
        assertThatThrownBy(() -> remote("jdbc:d1://a/s", properties("apiKey", "k"), Map.of()))
                .hasMessageContaining("email");
    }

    @Test
    void withoutATokenTheMessageSaysWhereToPutOne() {
        assertThatThrownBy(() -> remote("jdbc:d1://a/s", new Properties(), Map.of()))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"))
                .hasMessageContaining("CLOUDFLARE_API_TOKEN")
                .hasMessageContaining("tokenFile");
    }

    @Test
    void aTokenThatIsNoHeaderIsRefusedAndNotQuoted() {
        for (String token : new String[] {"SECRET\n", "SEC RET", "SECRETé", "\u0000SECRET"}) {
            assertThatThrownBy(() -> remote("jdbc:d1://a/s", properties("password", token), Map.of()))
                    .hasMessageContaining("index")
                    .message()
                    .doesNotContain("SEC");
        }
    }

    @Test
    void withoutAnAccountTheMessageSaysWhereToPutOne() {
        assertThatThrownBy(() -> remote("jdbc:d1:///s", properties("password", "t"), Map.of()))
                .hasMessageContaining("CLOUDFLARE_ACCOUNT_ID");
    }

    @ParameterizedTest
    @CsvSource({
        "endpoint, ftp://x, http or https",
        "endpoint, nonsense, http or https",
        "endpoint, https://user:pw@x/y, must not have a user",
        "endpoint, https://x/y?z=1, must not have",
        "endpoint, ht tp://x, wrong character",
        "endpoint, http://d1.example/v4, allowInsecure",
        "endpoint, http://localhost.example/v4, allowInsecure",
        "endpoint, http://127.0.0.1.example/v4, allowInsecure",
        "readOnly, yes, 'true, false'",
        "int64, text, 'exact, fast'",
        "transactions, optimistic, later",
        "transactions, none, 'auto, immediate, batch'",
        "reads, dirty, 'committed, error'",
        "isolation, NONE, 'SERIALIZABLE, '",
        "maxTransactionStatements, 0, from 1",
        "maxTransactionBytes, 4MB, from 1",
        "exportWait, long, PT30S",
        "keepAlive, -1, PT30S",
        "maxRetries, 1000, to 999",
        "rollback, never, 'error, warn, ignore'",
        "connectTimeout, soon, PT30S",
        "connectTimeout, 0, PT30S",
        "socketTimeout, -1, PT30S",
        "socketTimeout, PT-5S, PT30S",
        "socketTimeout, 99999999999999999999, PT30S",
        "maxRetries, -1, from 0",
        "maxRetries, many, from 0",
        "colour, red, there are password"
    })
    void aWrongValueNamesItsProperty(String name, String value, String part) {
        assertThatThrownBy(() -> settings("jdbc:d1://a/s", properties(name, value), Map.of()))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(part)
                .message()
                .doesNotContain("pw@");
    }

    @ParameterizedTest
    @CsvSource({"PT30S, 30", "PT1M30S, 90", "5, 5", " 7 , 7"})
    void durationsAreIsoOrSeconds(String text, int seconds) throws SQLException {
        RestSettings rest = remote("jdbc:d1://a/s", properties("connectTimeout", text, "password", "t"), Map.of());
        assertThat(rest.connectTimeout()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"http://localhost:1/v4", "http://127.0.0.1:1/v4", "http://127.1.2.3/v4", "http://[::1]:1/v4"})
    void plainHttpIsForThisMachine(String endpoint) throws SQLException {
        assertThat(remote("jdbc:d1://a/s", properties("endpoint", endpoint, "password", "t"), Map.of())
                        .base())
                .hasToString(endpoint);
    }

    @Test
    void plainHttpToOthersCanBeAllowed() throws SQLException {
        Properties properties = properties("endpoint", "http://d1.example", "allowInsecure", "true", "password", "t");
        assertThat(remote("jdbc:d1://a/s", properties, Map.of()).base()).hasToString("http://d1.example");
    }

    @Test
    void anEndpointDoesNotGoWithALocalUrl() throws SQLException {
        assertThatThrownBy(() -> settings("jdbc:d1:local::memory:", properties("endpoint", "https://x"), Map.of()))
                .hasMessageContaining("endpoint");
        // The environment is for all connections and no mistake.
        assertThat(settings("jdbc:d1:local::memory:", new Properties(), ENVIRONMENT))
                .isNotNull();
    }

    @Test
    void everyPropertyIsDescribed() throws SQLException {
        DriverPropertyInfo[] infos = settings("jdbc:d1:///s", properties("password", "SECRET"), Map.of())
                .describe();
        assertThat(infos)
                .hasSize(ConnectionProperty.values().length)
                .allSatisfy(info -> assertThat(info.description).isNotBlank());
        DriverPropertyInfo password = info(infos, "password");
        DriverPropertyInfo user = info(infos, "user");
        DriverPropertyInfo readOnly = info(infos, "readOnly");
        assertThat(password.value).isNull();
        assertThat(password.required).isFalse();
        assertThat(user.required).isTrue();
        assertThat(readOnly.choices).containsExactly("true", "false");
        assertThat(readOnly.value).isEqualTo("false");
    }

    private static DriverPropertyInfo info(DriverPropertyInfo[] infos, String name) {
        return Arrays.stream(infos)
                .filter(info -> info.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aLocalUrlRequiresNothing() throws SQLException {
        assertThat(settings("jdbc:d1:local::memory:", new Properties(), Map.of())
                        .describe())
                .noneMatch(info -> info.required);
    }

    @Test
    void valuesOfPropertiesNeedNotBeTexts() throws SQLException {
        Properties properties = properties("password", "secret");
        properties.put("readOnly", true);
        properties.put("maxRetries", 2);
        ConnectionSettings settings = settings("jdbc:d1://a/b", properties, Map.of());
        assertThat(settings.get(ConnectionProperty.READ_ONLY)).isEqualTo("true");
        assertThat(settings.get(ConnectionProperty.MAX_RETRIES)).isEqualTo("2");
    }
}
