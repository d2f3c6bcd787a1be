package io.github.d1jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DumpFileTest {

    @TempDir
    private Path folder;

    private static String expected(byte[] content, int part) throws Exception {
        MessageDigest whole = MessageDigest.getInstance("MD5");
        int parts = 0;
        for (int at = 0; at < content.length || parts == 0; at += part, parts++) {
            byte[] piece = Arrays.copyOfRange(content, at, Math.min(content.length, at + part));
            whole.update(MessageDigest.getInstance("MD5").digest(piece));
        }
        return HexFormat.of().formatHex(whole.digest()) + "-" + parts;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 99, 100, 101, 200, 1234})
    void theEtagIsThatOfAMultipartUpload(int size) throws Exception {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        Path path = folder.resolve("dump");
        List<Integer> announced = new ArrayList<>();
        try (DumpFile file = new DumpFile(path, 100, announced::add)) {
            for (int at = 0; at < size; at += 37) file.write(content, at, Math.min(37, size - at));
            file.finish();
            assertThat(file.etag()).isEqualTo(expected(content, 100));
            assertThat(announced).hasSize(file.parts());
        }
        assertThat(Files.readAllBytes(path)).isEqualTo(content);
    }

    @Test
    void singleBytesCount() throws IOException {
        try (DumpFile file = new DumpFile(folder.resolve("dump"), 2, part -> {})) {
            for (int i = 0; i < 5; i++) file.write(i);
            file.finish();
            assertThat(file.parts()).isEqualTo(3);
        }
    }
}
