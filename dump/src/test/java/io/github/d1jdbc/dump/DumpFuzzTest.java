package io.github.d1jdbc.dump;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.export.Compression;
import io.github.d1jdbc.export.DumpOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Damaged dumps cause nothing but {@link DumpException}. {@code -Dd1.fuzz} reads a million of them, {@code
 * -Dd1.fuzz=N} as many as it says.
 */
class DumpFuzzTest {

    private static final int USUAL = 50_000;
    private static final int MANY = 1_000_000;
    private static final String[] SNIPPETS = {
        "'",
        "''",
        "\"",
        "`",
        "[",
        "]",
        "(",
        ")",
        ",",
        ";",
        "--",
        "/*",
        "*/",
        "\n",
        "\r\n",
        "\0",
        "X'",
        "replace(",
        "\\n",
        "char(10)",
        "unistr('\\u",
        "CAST(X'",
        "VALUES",
        "INSERT INTO t VALUES(",
        "CREATE TRIGGER x BEGIN ",
        "END;",
        "END",
        "CREATE ",
        "-- c;\nCREATE VIEW v AS SELECT 1;",
        "9e999",
        "-",
        "0x",
        "\ufffd",
        "\uFEFF",
        "||",
    };

    private static int mutations() {
        String property = System.getProperty("d1.fuzz");
        if (property == null) return USUAL;
        return property.isEmpty() || property.equals("true") ? MANY : Integer.parseInt(property);
    }

    @Test
    void damagedDumpsCauseOnlyTheDocumentedException() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (Path dump : GoldenDumpsTest.dumps()) seeds.add(Files.readAllBytes(dump));
        Random random = new Random(20261122);
        int refused = 0;
        int statements = 0;
        int count = mutations();
        for (int n = 0; n < count; n++) {
            byte[] dump = mutated(seeds, random);
            if (n % 50 == 0) dump = mutated(List.of(compressed(dump, n)), random);
            int read = read(dump, 1 + random.nextInt(3_000), n);
            if (read < 0) refused++;
            else statements += read;
        }
        assertThat(refused).isBetween(count / 20, count - count / 20);
        assertThat(statements).isGreaterThan(count);
    }

    @Test
    void damagedDumpsAreReadTheSameByBytesAndByTokens() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (Path dump : GoldenDumpsTest.dumps()) seeds.add(Files.readAllBytes(dump));
        Random random = new Random(5);
        for (int n = 0; n < Math.min(mutations() / 50, 20_000); n++) {
            byte[] dump = mutated(seeds, random);
            List<String> scanned = Described.all(dump, 1 + random.nextInt(3_000), DumpReader.Rows.SCANNED);
            assertThat(scanned).as("mutation %d", n).isEqualTo(Described.all(dump, 8_192, DumpReader.Rows.LEXED));
            assertThat(Described.inPlace(dump)).as("mutation %d in memory", n).isEqualTo(scanned);
        }
    }

    /** How many statements and rows, or -1 where the dump was refused. */
    private static int read(byte[] dump, int bufferSize, int mutation) throws IOException {
        DumpReader.Options options = DumpReader.Options.defaults().withMaxStatementBytes(1 << 20);
        int statements = 0;
        long last = -1;
        try (DumpReader reader =
                DumpReader.open(new ByteArrayInputStream(dump), "fuzz", options, bufferSize, DumpReader.Rows.SCANNED)) {
            for (DumpStatement next = reader.next(); next != null; next = reader.next()) {
                boolean further = next.offset() > last
                        || (next instanceof InsertRow row && row.row() > 1 && next.offset() == last);
                if (!further) throw new AssertionError("mutation " + mutation + " does not go on at " + last);
                last = next.offset();
                statements++;
                if (next instanceof InsertRow row) for (int i = 0; i < row.size(); i++) row.valueAt(i);
            }
        } catch (DumpException e) {
            String message = String.valueOf(e.getMessage());
            boolean fine = message.startsWith("fuzz") && message.length() < 600;
            if (!fine || message.chars().anyMatch(Character::isISOControl)) throw new AssertionError(message, e);
            return -1;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError("mutation " + mutation + ": " + new String(dump, StandardCharsets.UTF_8), e);
        }
        return statements;
    }

    private static byte[] compressed(byte[] dump, int n) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Compression compression = n % 100 == 0 ? Compression.GZIP : Compression.ZSTD;
        try (OutputStream compressing = compression.compress(out, DumpOptions.DEFAULT_LEVEL)) {
            compressing.write(dump);
        }
        return out.toByteArray();
    }

    private static byte[] mutated(List<byte[]> seeds, Random random) {
        byte[] dump = seeds.get(random.nextInt(seeds.size())).clone();
        for (int times = 1 + random.nextInt(4); times > 0; times--) {
            int at = random.nextInt(dump.length);
            int to = Math.min(dump.length, at + random.nextInt(40));
            dump = switch (random.nextInt(7)) {
                case 0 ->
                    with(dump, at, at, SNIPPETS[random.nextInt(SNIPPETS.length)].getBytes(StandardCharsets.UTF_8));
                case 1 -> with(dump, at, to, new byte[0]);
                case 2 -> with(dump, at, at + 1, new byte[] {(byte) random.nextInt(256)});
                case 3 -> with(dump, at, at, Arrays.copyOfRange(dump, at, to));
                case 4 -> with(dump, at, to, part(seeds.get(random.nextInt(seeds.size())), random));
                case 5 -> Arrays.copyOf(dump, random.nextInt(8) == 0 ? at + 1 : dump.length);
                default -> with(dump, at, at + 1, new byte[] {(byte) (dump[at] ^ 1 << random.nextInt(8))});
            };
            if (dump.length == 0) return new byte[] {';'};
        }
        return dump;
    }

    private static byte[] part(byte[] of, Random random) {
        int from = random.nextInt(of.length);
        return Arrays.copyOfRange(of, from, Math.min(of.length, from + random.nextInt(200)));
    }

    private static byte[] with(byte[] dump, int from, int to, byte[] instead) {
        byte[] changed = new byte[dump.length - (to - from) + instead.length];
        System.arraycopy(dump, 0, changed, 0, from);
        System.arraycopy(instead, 0, changed, from, instead.length);
        System.arraycopy(dump, to, changed, from + instead.length, dump.length - to);
        return changed;
    }
}
