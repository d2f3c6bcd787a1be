package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d1jdbc.JdbcUrl.Target;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcUrlTest {
    private static final String ACCOUNT = "0123456789abcdef0123456789abcdef";

    private static JdbcUrl parse(String url) {
        try {
            return JdbcUrl.parse(url);
        } catch (SQLException e) {
            throw new AssertionError(url, e);
        }
    }

    @Test
    void takesAccountAndDatabaseApart() {
        JdbcUrl url = parse("jdbc:d1://" + ACCOUNT + "/shop");
        assertThat(url.target()).isEqualTo(new Target.Remote(ACCOUNT, "shop"));
        assertThat(url.properties()).isEmpty();
    }

    @Test
    void theAccountMayStandElsewhere() {
        assertThat(parse("jdbc:d1:///shop").target()).isEqualTo(new Target.Remote(null, "shop"));
    }

    @Test
    void percentSignsAreDecodedAndPlusesKept() {
        assertThat(parse("jdbc:d1:///my%20shop+1").target()).isEqualTo(new Target.Remote(null, "my shop+1"));
        assertThat(parse("jdbc:d1:///s?applicationName=a%26b+c").properties())
                .containsEntry(ConnectionProperty.APPLICATION_NAME, "a&b+c");
    }

    @Test
    void aDatabaseNameSurvivesTheUrlThatIsMadeOfIt() {
        assertThat(parse(JdbcUrl.of("a b/c+d%?é")).target()).isEqualTo(new Target.Remote(null, "a b/c+d%?é"));
        assertThat(JdbcUrl.of("my shop+1")).isEqualTo("jdbc:d1:///my%20shop%2B1");
    }

    @Test
    void propertiesAreReadWithoutRegardToCase() {
        assertThat(parse("jdbc:d1:///s?READONLY=true&&maxretries=2").properties())
                .containsOnly(
                        java.util.Map.entry(ConnectionProperty.READ_ONLY, "true"),
                        java.util.Map.entry(ConnectionProperty.MAX_RETRIES, "2"));
    }

    @Test
    void anEmptyValueIsAnAbsentOne() {
        assertThat(parse("jdbc:d1:///s?readOnly=").properties()).isEmpty();
    }

    @Test
    void localUrlsNameAFileOrAMemoryDatabase() {
        assertThat(parse("jdbc:d1:local:/tmp/a b.sqlite").target()).isEqualTo(new Target.LocalFile("/tmp/a b.sqlite"));
        assertThat(parse("jdbc:d1:local:C:\\data\\a.sqlite?readOnly=true").target())
                .isEqualTo(new Target.LocalFile("C:\\data\\a.sqlite"));
        assertThat(parse("jdbc:d1:local::memory:").target()).isEqualTo(new Target.LocalMemory(""));
        assertThat(parse("jdbc:d1:local::memory:x").target()).isEqualTo(new Target.LocalMemory("x"));
    }

    @Test
    void onlyItsOwnPrefixIsAccepted() {
        assertThat(JdbcUrl.accepts("jdbc:d1:anything")).isTrue();
        assertThat(JdbcUrl.accepts("JDBC:D1://a/b")).isTrue();
        assertThat(JdbcUrl.accepts("jdbc:sqlite:x")).isFalse();
        assertThat(JdbcUrl.accepts("jdbc:d1")).isFalse();
        assertThat(JdbcUrl.accepts(null)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:d1:shop|needs // or local:",
                "jdbc:d1://|The database is missing",
                "jdbc:d1://acc|The database is missing",
                "jdbc:d1://acc/|The database is missing",
                "jdbc:d1://acc:80/shop|The account id",
                "jdbc:d1://0123456789abcdef0123456789abcdef0/shop|The account id",
                "jdbc:d1://a b/shop|The account id",
                "jdbc:d1://acc/shop/orders|has a / in it",
                "jdbc:d1://acc/%zz|database in the D1 URL has a %",
                "jdbc:d1://acc/shop?readOnly=%4|property readOnly in the D1 URL has a %",
                "jdbc:d1://acc/shop?readOnly|no value",
                "jdbc:d1://acc/shop?readOnyl=true|readOnyl: did you mean readOnly?",
                "jdbc:d1://acc/shop?endpiont=x|did you mean endpoint?",
                "jdbc:d1://acc/shop?readOnly=true&readonly=false|twice",
                "jdbc:d1://acc/shop?tokenFile=/x|tokenFile does not belong",
                "jdbc:d1:local:|The file is missing"
            })
    void anErrorNamesTheWrongPart(String url, String part) {
        assertThatThrownBy(() -> JdbcUrl.parse(url))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
                .hasMessageContaining(part);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:d1://acc/shop?password=SECRET",
                "jdbc:d1://acc/shop?token=SECRET",
                "jdbc:d1://acc/shop?apiToken=SECRET",
                "jdbc:d1://acc/shop?api_token=SECRET",
                "jdbc:d1://acc/shop?apiKey=SECRET",
                "jdbc:d1://user:SECRET@acc/shop",
                "jdbc:d1://acc/shop?SECRET",
                "jdbc:d1://acc/shop?x-SECRET-1=1",
                "jdbc:d1://SECRET.SECRET/shop"
            })
    void aSecretIsRefusedAndNotQuoted(String url) {
        assertThatThrownBy(() -> JdbcUrl.parse(url)).message().doesNotContain("SECRET");
        assertThat(JdbcUrl.withoutProperties(url)).doesNotContain("SECRET");
    }

    @Test
    void whatALaterVersionWillHaveIsSaidSo() {
        assertThatThrownBy(() -> JdbcUrl.parse("jdbc:d1:///s?commitMarkerTable=x"))
                .hasMessageContaining("commitMarkerTable")
                .hasMessageContaining("later");
    }

    @Test
    void shownWithoutItsProperties() {
        assertThat(parse("jdbc:d1://" + ACCOUNT + "/shop?readOnly=true")).hasToString("jdbc:d1://" + ACCOUNT + "/shop");
        assertThat(parse("jdbc:d1:///shop")).hasToString("jdbc:d1:///shop");
        assertThat(parse("jdbc:d1:local:a.db?readOnly=true")).hasToString("jdbc:d1:local:a.db");
        assertThat(parse("jdbc:d1:local::memory:m")).hasToString("jdbc:d1:local::memory:m");
        assertThat(JdbcUrl.withoutProperties("jdbc:other:x")).isEqualTo("another driver's URL");
    }
}
