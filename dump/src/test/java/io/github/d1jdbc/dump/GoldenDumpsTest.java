package io.github.d1jdbc.dump;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dumps of every age and origin, read as the file beside them says: {@code x.sql} as {@code x.jsonl}. */
class GoldenDumpsTest {

    private static final int BUFFER = 256 * 1024;

    static Path folder() {
        try {
            return Path.of(Objects.requireNonNull(GoldenDumpsTest.class.getResource("/golden"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Path> dumps() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            List<Path> dumps = files.filter(file -> file.toString().endsWith(".sql"))
                    .sorted()
                    .toList();
            assertThat(dumps).hasSizeGreaterThan(10);
            return dumps;
        }
    }

    @ParameterizedTest
    @MethodSource("dumps")
    void readsAsTheFileBesideItSays(Path dump) throws IOException {
        Path expected = dump.resolveSibling(dump.getFileName().toString().replace(".sql", ".jsonl"));
        List<String> lines = Described.all(Files.readAllBytes(dump), BUFFER, DumpReader.Rows.SCANNED);
        assertThat(String.join("\n", lines))
                .as("if this is right now, it belongs into %s", expected.getFileName())
                .isEqualTo(Files.exists(expected) ? Files.readString(expected).stripTrailing() : "");
    }

    @ParameterizedTest
    @MethodSource("dumps")
    void theLexerAloneReadsTheSame(Path dump) throws IOException {
        byte[] bytes = Files.readAllBytes(dump);
        assertThat(Described.all(bytes, BUFFER, DumpReader.Rows.LEXED))
                .isEqualTo(Described.all(bytes, BUFFER, DumpReader.Rows.SCANNED));
    }

    @ParameterizedTest
    @MethodSource("dumps")
    void chunksDoNotMatter(Path dump) throws IOException {
        byte[] bytes = Files.readAllBytes(dump);
        List<String> expected = Described.all(bytes, BUFFER, DumpReader.Rows.SCANNED);
        Random random = new Random(7);
        for (int bufferSize = 1; bufferSize < 200; bufferSize += 1 + bufferSize / 4) {
            InputStream drops = new FilterInputStream(new ByteArrayInputStream(bytes)) {
                @Override
                public int read(byte[] into, int from, int length) throws IOException {
                    return super.read(into, from, Math.min(length, 1 + random.nextInt(5)));
                }
            };
            assertThat(Described.all(drops, bufferSize, DumpReader.Rows.SCANNED))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("dumps")
    void offsetsAndLinesAreWhereTheStatementStands(Path dump) throws IOException {
        byte[] bytes = Files.readAllBytes(dump);
        try (DumpReader reader = DumpReader.open(dump)) {
            reader.forEach(statement -> {
                int offset = (int) statement.offset();
                assertThat(new String(bytes, offset, statement.length(), UTF_8)).isEqualTo(statement.text());
                assertThat(new String(bytes, 0, offset, UTF_8)
                                        .chars()
                                        .filter(c -> c == '\n')
                                        .count()
                                + 1)
                        .isEqualTo(statement.line());
                assertThat(statement.source().bytes()).hasSize(statement.length());
            });
        }
    }

    @Test
    void everyExpectationBelongsToADump() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            assertThat(files.filter(file -> file.toString().endsWith(".jsonl"))
                            .map(file -> file.resolveSibling(
                                    file.getFileName().toString().replace(".jsonl", ".sql"))))
                    .isNotEmpty()
                    .allMatch(Files::exists);
        }
    }
}
