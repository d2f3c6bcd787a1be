package io.github.d1jdbc.internal.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpResult;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExporterTest {
    @TempDir
    Path folder;

    @Test
    void exportsAWholeDatabaseIntoAFile() throws Exception {
        try (Fixture fixture = new Fixture(Fixture.orders(500))) {
            Path target = folder.resolve("shop.sql");
            DumpResult result = fixture.exporter().export(target, DumpOptions.defaults());
            byte[] dump = Files.readAllBytes(target);
            assertThat(result.sqlBytes()).isEqualTo(dump.length);
            assertThat(result.sqlSha256()).hasValue(Fixture.sha256(dump));
            assertThat(result.warnings()).isEmpty();
            assertThat(Fixture.files(folder)).containsExactly("shop.sql");
        }
    }
}
