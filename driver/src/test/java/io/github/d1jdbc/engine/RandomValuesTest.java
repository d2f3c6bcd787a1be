package io.github.d1jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.server.D1Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The embedded D1 reads and exports any value as the real engine does: tables of values drawn from a seed. */
@RealD1
class RandomValuesTest {

    private static final int ROWS = 200;
    private static final List<String> TYPES = List.of("INTEGER", "REAL", "TEXT", "BLOB", "NUMERIC", "", "VARCHAR(9)");
    private static final List<String> TEXTS = List.of(
            "'", "''", "\n", "\r\n", "\\n", "\\r", "\\", "\"", "`", "é", "😀", "\u2028", "\uFEFF", ";", "--", "\t", "a",
            "0", " ");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void exportsAndResultsAreTheSame(long seed, RealEngine engine) throws IOException {
        ParityScript script = new ParityScript("seed " + seed, requests(new Random(seed)));
        List<String> real = script.run(engine::newDatabase);
        try (D1Server server = D1Server.start()) {
            D1Http http = new D1Http(server.endpoint(), server.accountId(), server.token());
            AtomicInteger databases = new AtomicInteger();
            List<String> embedded = script.run(() -> http.createDatabase("db" + databases.incrementAndGet()));
            for (int i = 0; i < real.size(); i++) {
                assertThat(embedded.get(i)).as(script.requests().get(i)).isEqualTo(real.get(i));
            }
        }
    }

    private static List<String> requests(Random random) {
        List<String> types = IntStream.range(0, 4)
                .mapToObj(i -> TYPES.get(random.nextInt(TYPES.size())))
                .toList();
        String columns = IntStream.range(0, types.size())
                .mapToObj(i -> "c" + i + " " + types.get(i))
                .collect(Collectors.joining(", "));
        List<String> requests = new ArrayList<>();
        requests.add(request("CREATE TABLE t(" + columns + ")"));
        for (int row = 0; row < ROWS; row += 20) {
            requests.add(request("INSERT INTO t VALUES "
                    + IntStream.range(0, 20)
                            .mapToObj(i -> "("
                                    + types.stream()
                                            .map(type -> literal(random))
                                            .collect(Collectors.joining(","))
                                    + ")")
                            .collect(Collectors.joining(","))));
        }
        requests.add(request("SELECT * FROM t"));
        for (int i = 0; i < types.size(); i++) {
            requests.add(request(
                    "SELECT rowid, typeof(c#), quote(c#), hex(c#), CAST(c# AS TEXT) FROM t".replace("#", "" + i)));
        }
        requests.add("export {}");
        requests.add("reload SELECT * FROM t");
        return requests;
    }

    private static String request(String sql) {
        return "raw " + D1Http.JSON.createObjectNode().put("sql", sql);
    }

    private static String literal(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> "NULL";
            case 1 -> "(" + (random.nextLong() >> random.nextInt(64)) + ")";
            case 2 -> real(Double.longBitsToDouble(random.nextLong()));
            case 3 -> real(random.nextInt(1_000_000) / 100.0);
            case 4 -> real(random.nextInt(1_000) * Math.pow(10, random.nextInt(40) - 15));
            case 5 -> "x'" + hex(random, random.nextInt(12)) + "'";
            case 6 -> "CAST(x'" + hex(random, random.nextInt(12)) + "' AS TEXT)";
            default -> "'" + text(random).replace("'", "''") + "'";
        };
    }

    private static String real(double value) {
        if (Double.isNaN(value)) return "NULL";
        if (Double.isInfinite(value)) return value > 0 ? "9e999" : "-9e999";
        return String.valueOf(value);
    }

    private static String hex(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String text(Random random) {
        return IntStream.range(0, random.nextInt(8))
                .mapToObj(i -> TEXTS.get(random.nextInt(TEXTS.size())))
                .collect(Collectors.joining());
    }
}
