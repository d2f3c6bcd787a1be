package io.github.d1jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static D1Server server;
    private static Client client;

    @BeforeAll
    static void start() throws IOException {
        server = D1Server.start();
        server.createDatabase("app");
        client = new Client(server);
    }

    @AfterAll
    static void close() throws IOException {
        server.close();
    }

    private static String list(int n, String item, String between) {
        return String.join(between, Collections.nCopies(n, item));
    }

    private static JsonNode first(Client.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.result().path(0).path("results").path("rows").path(0).path(0);
    }

    @Test
    void aStatementHasAtMost100000Bytes() {
        String frame = "SELECT length('')";
        String longest = "SELECT length('" + "x".repeat(100_000 - frame.length()) + "')";
        assertThat(first(client.raw("app", longest)).asInt()).isEqualTo(100_000 - frame.length());
        assertThat(client.raw("app", longest + " ").status()).isEqualTo(200);
        assertThat(client.raw("app", longest.replace("('", "( '")).error())
                .isEqualTo("[7500] statement too long: SQLITE_TOOBIG");
        assertThat(client.raw("app", "SELECT '" + "é".repeat(50_000) + "'").error())
                .isEqualTo("[7500] statement too long: SQLITE_TOOBIG");
        String three = list(3, "SELECT length('" + "x".repeat(60_000) + "')", ";");
        assertThat(client.raw("app", three).result()).hasSize(3);
    }

    @Test
    void aRequestBindsAtMost100Values() {
        Object[] hundred = Collections.nCopies(100, "a").toArray();
        assertThat(first(client.raw("app", "SELECT 'a' IN (" + list(100, "?", ",") + ")", hundred))
                        .asInt())
                .isEqualTo(1);
        assertThat(client.raw("app", "SELECT 'a' IN (" + list(101, "?", ",") + ")", hundred)
                        .error())
                .isEqualTo("[7500] too many SQL variables at offset 215: SQLITE_ERROR");
    }

    @Test
    void columnsTermsDepthPatternsAndArguments() {
        String columns = IntStream.range(0, 101).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        assertThat(client.raw("app", "CREATE TABLE wide(" + columns + ")").error())
                .isEqualTo("[7500] too many columns on wide: SQLITE_ERROR");
        assertThat(client.raw("app", "SELECT " + list(101, "1", ",")).error())
                .isEqualTo("[7500] too many columns in result set: SQLITE_ERROR");
        assertThat(client.raw("app", list(5, "SELECT 1", " UNION ALL ")).status())
                .isEqualTo(200);
        assertThat(client.raw("app", list(6, "SELECT 1", " UNION ALL ")).error())
                .isEqualTo("[7500] too many terms in compound SELECT: SQLITE_ERROR");
        assertThat(first(client.raw("app", "SELECT " + list(100, "1", "+"))).asInt())
                .isEqualTo(100);
        assertThat(client.raw("app", "SELECT " + list(101, "1", "+")).error())
                .isEqualTo("[7500] Expression tree is too large (maximum depth 100): SQLITE_ERROR");
        assertThat(client.raw("app", "SELECT 'a' LIKE ?", "x".repeat(51)).error())
                .isEqualTo("[7500] LIKE or GLOB pattern too complex: SQLITE_ERROR");
        assertThat(client.raw("app", "SELECT max(" + list(128, "1", ",") + ")").error())
                .isEqualTo("[7500] too many arguments on function max at offset 7: SQLITE_ERROR");
    }

    @Test
    void aParameterHasAtMostTwoMillionBytes() {
        assertThat(first(client.raw("app", "SELECT length(?)", "x".repeat(2_000_000)))
                        .asInt())
                .isEqualTo(2_000_000);
        assertThat(client.raw("app", "SELECT length(?)", "x".repeat(2_000_001)).error())
                .isEqualTo("[7500] string or blob too big: SQLITE_TOOBIG");
        assertThat(client.raw("app", "SELECT length(?)", "é".repeat(1_000_001)).error())
                .isEqualTo("[7500] string or blob too big: SQLITE_TOOBIG");
        assertThat(client.raw("app", "SELECT zeroblob(10000000)").error())
                .isEqualTo("[7500] string or blob too big: SQLITE_TOOBIG");
    }

    @Test
    void hexOfTheLargestValueFits() {
        assertThat(first(client.raw("app", "SELECT length(hex(zeroblob(2000000)))"))
                        .asInt())
                .isEqualTo(4_000_000);
    }

    @Test
    void theValueLimitCanBeSet() throws IOException {
        try (D1Server small = D1Server.start(D1Server.Options.defaults().withValueBytes(10))) {
            small.createDatabase("app");
            Client other = new Client(small);
            assertThat(other.raw("app", "SELECT ?", "x".repeat(10)).status()).isEqualTo(200);
            assertThat(other.raw("app", "SELECT ?", "x".repeat(11)).status()).isEqualTo(400);
        }
    }

    @Test
    void aTriggerDoesNotFireItselfWithoutEnd() {
        client.raw("app", "CREATE TABLE loop(a)");
        client.raw("app", "CREATE TRIGGER again AFTER INSERT ON loop BEGIN INSERT INTO loop VALUES(NEW.a+1); END");
        assertThat(client.raw("app", "INSERT INTO loop VALUES(1)").status()).isEqualTo(200);
        assertThat(first(client.raw("app", "SELECT count(*) FROM loop")).asInt())
                .isEqualTo(2);
        client.raw("app", "PRAGMA recursive_triggers=ON");
        assertThat(client.raw("app", "INSERT INTO loop VALUES(1)").error())
                .isEqualTo("[7500] triggers nested too deep: SQLITE_ERROR");
    }
}
