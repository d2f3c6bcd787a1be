package io.github.d1jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.d1jdbc.internal.Rows.Cell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Jackson, on text that the JDK's own strict UTF-8 decoder has passed, is the oracle of our scanner. */
class RowsDifferentialTest {
    private static final JsonFactory JACKSON = new JsonFactory();
    private static final int PAGES = 3_000;
    private static final int MUTATIONS = 60_000;

    /** A number as it is written. */
    private record Digits(String text) {}

    @Test
    void everyCellOfARandomPageIsWhatJacksonReads() throws IOException {
        Random random = new Random(20261122);
        for (int i = 0; i < PAGES; i++) {
            byte[] page = new RandomPage(random).answer();
            @Nullable List<Object> expected = results(page);
            if (expected == null) throw new AssertionError(new String(page, StandardCharsets.UTF_8));
            assertSame(RawAnswer.read(page), expected);
        }
    }

    @Test
    void mutatedRowsAreTakenExactlyWhenJacksonTakesThem() {
        Random random = new Random(3);
        int taken = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] alone = new RandomPage(random).rowsAlone();
            // The fast paths want eight bytes behind what they look at.
            byte[] padded = Arrays.copyOf(alone, alone.length + random.nextInt(20));
            Arrays.fill(padded, alone.length, padded.length, (byte) ' ');
            byte[] rows = mutate(padded, random);
            if (rows.length == 0 || rows[0] != '[') continue;
            @Nullable List<List<Object>> expected = rows(rows);
            @Nullable RowScanner scan = scan(rows);
            String page = new String(rows, StandardCharsets.UTF_8);
            assertThat(scan != null).as(page).isEqualTo(expected != null);
            if (scan == null || expected == null) continue;
            taken++;
            assertThat(scan.rowCount()).isEqualTo(expected.size());
            List<String> columns = new ArrayList<>();
            for (int c = 0; c < scan.width(); c++) columns.add("c");
            assertCells(
                    new Rows(
                            rows,
                            columns,
                            scan.cells(),
                            scan.rowCount(),
                            scan.hasLongIntegers(),
                            scan.hasReplacements(),
                            Rows.Meta.NONE),
                    expected);
        }
        // Both outcomes must have been seen, or the mutations prove nothing.
        assertThat(taken).isBetween(MUTATIONS / 20, MUTATIONS * 19 / 20);
    }

    @Test
    void mutatedAnswersAreReadRightOrRefused() {
        Random random = new Random(4);
        int taken = 0;
        for (int i = 0; i < MUTATIONS / 2; i++) {
            byte[] page = mutate(new RandomPage(random).answer(), random);
            RawAnswer answer;
            try {
                answer = RawAnswer.read(page);
            } catch (IOException e) {
                continue;
            }
            taken++;
            // Between the tokens of the envelope, Jackson's DataInput parser takes any control character for a space
            // and passes some broken UTF-8 in names; the rows are ours and exact.
            if (!isUtf8(page)) continue;
            for (int b = 0; b < page.length; b++) if (page[b] >= 0 && page[b] < ' ') page[b] = ' ';
            @Nullable List<Object> expected = results(page);
            assertThat(expected).as(new String(page, StandardCharsets.UTF_8)).isNotNull();
            if (expected != null) assertSame(answer, expected);
        }
        assertThat(taken).isBetween(MUTATIONS / 40, MUTATIONS / 2 * 19 / 20);
    }

    private static @Nullable RowScanner scan(byte[] rows) {
        try {
            RowScanner scan = RowScanner.scan(rows, 1);
            // Nothing may stand behind the rows here; in an answer, Jackson goes on from there.
            String rest = new String(rows, scan.end() + 1, rows.length - scan.end() - 1, StandardCharsets.ISO_8859_1);
            return rest.matches("[ \\t\\r\\n]*") ? scan : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static void assertSame(RawAnswer answer, List<Object> expected) {
        assertThat(answer.results()).hasSize(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            Rows rows = answer.results().get(i);
            Map<?, ?> result = (Map<?, ?>) expected.get(i);
            Object results = result.get("results");
            if (!(results instanceof Map<?, ?> table)) {
                assertThat(rows.rowCount()).isZero();
                continue;
            }
            Object columns = table.get("columns");
            assertThat(rows.columns()).isEqualTo(columns == null ? List.of() : columns);
            assertCells(rows, table.get("rows") instanceof List<?> list ? list : List.of());
        }
    }

    private static void assertCells(Rows rows, List<?> expected) {
        assertThat(rows.rowCount()).isEqualTo(expected.size());
        for (int r = 0; r < expected.size(); r++) {
            List<?> row = (List<?>) expected.get(r);
            for (int c = 0; c < row.size(); c++) {
                assertThat(cell(rows, r, c)).isEqualTo(row.get(c));
                assertPlain(rows.plain(r, c, false), row.get(c), false);
                assertPlain(rows.plain(r, c, true), row.get(c), true);
                if (row.get(c) instanceof Digits) assertPlain(rows.real(r, c), row.get(c), true);
            }
        }
    }

    private static void assertPlain(@Nullable Object found, @Nullable Object cell, boolean real) {
        Object expected = plain(cell, real);
        if (!Objects.equals(found, expected)) throw new AssertionError(found + " is not " + expected);
    }

    /** What the fast way should give for what Jackson has read, told by the JDK's own parsers. */
    private static @Nullable Object plain(@Nullable Object value, boolean real) {
        if (value instanceof String) return value;
        if (!(value instanceof Digits number)) return null;
        if (real || number.text().chars().anyMatch(c -> ".eE".indexOf(c) >= 0)) return Double.valueOf(number.text());
        if (number.text().replace("-", "").length() > 15) return null;
        long integer = Long.parseLong(number.text());
        if (integer == (int) integer) return (int) integer;
        return integer;
    }

    private static @Nullable Object cell(Rows rows, int row, int column) {
        Cell cell = rows.cell(row, column);
        return switch (cell) {
            case NULL -> null;
            case NUMBER -> new Digits(rows.number(row, column));
            case TEXT -> rows.text(row, column);
            case BOOLEAN -> rows.truth(row, column);
            case BLOB -> {
                List<Object> bytes = new ArrayList<>();
                for (byte b : rows.blob(row, column)) bytes.add(new Digits(Integer.toString(b & 0xFF)));
                yield bytes;
            }
        };
    }

    /** The results of an answer, or null where Jackson refuses it. */
    @SuppressWarnings("unchecked") // A JSON array is a List<Object> here.
    private static @Nullable List<Object> results(byte[] page) {
        if (!(tree(page) instanceof Map<?, ?> envelope)) return null;
        Object result = envelope.get("result");
        if (result instanceof Map<?, ?>) return List.of(result);
        return result instanceof List<?> list ? (List<Object>) list : List.of();
    }

    /** The rows where they are rows of D1, else null. */
    @SuppressWarnings("unchecked") // Each row was found to be a list.
    private static @Nullable List<List<Object>> rows(byte[] page) {
        if (!(tree(page) instanceof List<?> rows)) return null;
        int width = -1;
        for (Object row : rows) {
            if (!(row instanceof List<?> cells) || (width >= 0 && cells.size() != width)) return null;
            width = cells.size();
            for (Object cell : cells) {
                if (cell instanceof Map<?, ?> || (cell instanceof List<?> bytes && !isBlob(bytes))) return null;
            }
        }
        return (List<List<Object>>) (List<?>) rows;
    }

    private static boolean isBlob(List<?> bytes) {
        return bytes.stream()
                .allMatch(b -> b instanceof Digits n && n.text().matches("0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5]"));
    }

    private static final Object REFUSED = new Object();

    private static @Nullable Object tree(byte[] page) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(page))
                    .toString();
            JsonParser json = JACKSON.createParser(text);
            json.nextToken();
            Object tree = value(json);
            return json.nextToken() == null ? tree : REFUSED;
        } catch (IOException e) {
            return REFUSED;
        }
    }

    private static boolean isUtf8(byte[] page) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(page));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static @Nullable Object value(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == null) return REFUSED;
        return switch (token) {
            case VALUE_NULL -> null;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Digits(json.getText());
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) list.add(value(json));
                yield list;
            }
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                while (json.nextToken() != JsonToken.END_OBJECT) {
                    String name = json.currentName();
                    json.nextToken();
                    map.put(name, value(json));
                }
                yield map;
            }
            default -> throw new UncheckedIOException(new IOException("unexpected " + token));
        };
    }

    private static byte[] mutate(byte[] page, Random random) {
        byte[] mutated = page;
        int times = random.nextInt(3);
        for (int i = 0; i < times && mutated.length > 2; i++) {
            int at = random.nextInt(mutated.length);
            int length = Math.min(1 + random.nextInt(6), mutated.length - at);
            switch (random.nextInt(5)) {
                case 0 -> {
                    mutated = mutated.clone();
                    mutated[at] = (byte) random.nextInt(256);
                }
                case 1 -> mutated = splice(mutated, at, length, new byte[0]);
                case 2 -> mutated = splice(mutated, at, 0, Arrays.copyOfRange(mutated, at, at + length));
                case 3 -> mutated = Arrays.copyOf(mutated, at);
                default -> {
                    String pieces = "[]{},:\"\\0123456789.-+eEtrufalsn \n";
                    mutated =
                            splice(mutated, at, 0, new byte[] {(byte) pieces.charAt(random.nextInt(pieces.length()))});
                }
            }
        }
        return mutated;
    }

    private static byte[] splice(byte[] page, int at, int remove, byte[] insert) {
        byte[] out = new byte[page.length - remove + insert.length];
        System.arraycopy(page, 0, out, 0, at);
        System.arraycopy(insert, 0, out, at, insert.length);
        System.arraycopy(page, at + remove, out, at + insert.length, page.length - at - remove);
        return out;
    }
}
