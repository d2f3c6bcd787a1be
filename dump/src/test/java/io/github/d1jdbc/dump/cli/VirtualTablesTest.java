package io.github.d1jdbc.dump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.dump.Manifest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Virtual tables, which D1 does not export, are read after its snapshot: the command line says so. */
@Timeout(60)
class VirtualTablesTest {

    @TempDir
    Path folder;

    private final ServedApp app = new ServedApp("""

            CREATE VIRTUAL TABLE docs USING fts5(body);
            INSERT INTO docs(rowid, body) VALUES(1, 'one'), (2, 'two'), (3, 'three');
            """);

    @AfterEach
    void close() throws Exception {
        app.close();
    }

    @Test
    void anExportWithRowsReadLaterIsDoneAndSaysSo() throws Exception {
        Path file = folder.resolve("app.sql");
        Cli.Run run = app.export("-o", file.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("warning: D1 does not export virtual tables: the rows of docs were read by queries after")
                .contains("moment    the virtual tables were read later; nothing was written in between");
        Manifest manifest = Manifest.read(Manifest.pathFor(file));
        assertThat(manifest.consistency()).isEqualTo("unchanged");
        assertThat(manifest.warnings()).extracting(Manifest.Warning::code).contains("virtualRowsAfterSnapshot");
        assertThat(file).content(StandardCharsets.UTF_8).contains("CREATE VIRTUAL TABLE docs", "three");
    }

    @Test
    void moreRowsThanAllowedAreRefusedBeforeTheExportWithTheFlagNamed() {
        Cli.Run run = app.export("-o", folder.resolve("app.sql").toString(), "--max-rows-read", "1");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.firstLine()).startsWith("d1dump: ").contains("docs", "(--max-rows-read)");
        assertThat(app.exports()).isZero();
        assertThat(Files.exists(folder.resolve("app.sql"))).isFalse();
    }
}
