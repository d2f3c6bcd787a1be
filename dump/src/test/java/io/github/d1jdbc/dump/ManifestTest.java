package io.github.d1jdbc.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d1jdbc.export.Compression;
import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {

    private static final byte[] CONTENT = "CREATE TABLE t(a);\n".getBytes(StandardCharsets.UTF_8);
    private static final DumpOptions OPTIONS = DumpOptions.defaults()
            .withTables("users", "orders")
            .withCompression(Compression.GZIP, 6)
            .withDeadline(Duration.ofMinutes(30));

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadBackEqual() throws Exception {
        Manifest manifest = manifest(file("app.sql.gz"), DumpOptions.Digest.SHA_256);
        Path path = Manifest.pathFor(folder.resolve("app.sql.gz"));
        manifest.write(path);
        assertThat(Manifest.read(path)).isEqualTo(manifest);
        assertThat(path.getFileName()).hasToString("app.sql.gz.manifest.json");
    }

    @Test
    void theJsonHasTheFieldsThatScriptsRelyOn() throws Exception {
        String json = manifest(file("app.sql.gz"), DumpOptions.Digest.SHA_256).toJson();
        assertThat(json)
                .contains(
                        "\"format\" : 1",
                        "\"tool\" : \"d1dump 0.1.0\"",
                        "\"created\" : \"2026-11-22T12:00:00Z\"",
                        "\"uuid\" : \"d1ab0000-0000-4000-8000-000000000001\"",
                        "\"account\" : \"0123456789abcdef0123456789abcdef\"",
                        "\"jurisdiction\" : \"eu\"",
                        "\"mode\" : \"server\"",
                        "\"consistency\" : \"snapshot\"",
                        "\"tables\" : [ \"users\", \"orders\" ]",
                        "\"compression\" : \"gzip\"",
                        "\"level\" : 6",
                        "\"deadline\" : \"PT30M\"",
                        "\"orders\" : 3",
                        "\"offset\" : null",
                        "\"millis\" : 1500");
    }

    @Test
    void rowsKeepTheOrderOfTheDump() throws Exception {
        Path path = folder.resolve("m.json");
        manifest(file("app.sql.gz"), DumpOptions.Digest.SHA_256).write(path);
        assertThat(Manifest.read(path).rows().keySet()).containsExactly("users", "orders", "a");
        assertThat(Manifest.read(path).totalRows()).isEqualTo(10);
    }

    @Test
    void theFileIsItsOwnersAloneAndNothingElseStays() throws Exception {
        Path path = folder.resolve("m.json");
        manifest(file("app.sql.gz"), DumpOptions.Digest.SHA_256).write(path);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("app.sql.gz", "m.json");
    }

    @Test
    void aManifestThatCannotBeWrittenLeavesTheOldOne() throws Exception {
        Path path = folder.resolve("m.json");
        Files.createDirectories(path.resolve("full"));
        assertThatThrownBy(() ->
                        manifest(file("app.sql.gz"), DumpOptions.Digest.SHA_256).write(path))
                .isInstanceOf(IOException.class);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("app.sql.gz", "m.json");
    }

    @Test
    void theSumLineIsWhatSha256sumTakes() throws Exception {
        Manifest manifest = manifest(file("app.sql.gz"), DumpOptions.Digest.SHA_256);
        assertThat(manifest.file().sha256sum()).isEqualTo(manifest.file().sha256() + "  app.sql.gz");
    }

    @Test
    void theSumLineEscapesNamesAsCoreutilsDoes() throws Exception {
        Manifest manifest = manifest(file("a\\b\nc.sql"), DumpOptions.Digest.SHA_256);
        assertThat(manifest.file().sha256sum()).isEqualTo("\\" + manifest.file().sha256() + "  a\\\\b\\nc.sql");
    }

    @Test
    void aFileOfAnotherSizeOrContentMakesItStale() throws Exception {
        Path file = file("app.sql.gz");
        Manifest manifest = manifest(file, DumpOptions.Digest.SHA_256);
        assertThat(manifest.staleAgainst(file)).isFalse();
        assertThat(manifest.matches(file)).isTrue();

        byte[] changed = CONTENT.clone();
        changed[3] ^= 1;
        Files.write(file, changed);
        assertThat(manifest.staleAgainst(file)).isTrue();
        assertThat(manifest.matches(file)).isFalse();

        Files.write(file, new byte[CONTENT.length + 1]);
        assertThat(manifest.staleAgainst(file)).isTrue();
        Files.delete(file);
        assertThat(manifest.staleAgainst(file)).isTrue();
        assertThat(manifest.matches(file)).isFalse();
    }

    @Test
    void withoutADigestTheCrcTellsAStaleFile() throws Exception {
        Path file = file("app.sql.gz");
        Manifest manifest = manifest(file, DumpOptions.Digest.NONE);
        assertThat(manifest.file().sha256()).isNull();
        assertThat(manifest.file().sha256sum()).isNull();
        assertThat(manifest.staleAgainst(file)).isFalse();
        Files.write(file, new byte[CONTENT.length]);
        assertThat(manifest.staleAgainst(file)).isTrue();
    }

    @Test
    void fieldsOfLaterVersionsAreIgnored() throws Exception {
        Path path = folder.resolve("m.json");
        String json = manifest(file("app.sql.gz"), DumpOptions.Digest.SHA_256).toJson();
        Files.writeString(path, json.replaceFirst("\\{", "{ \"later\" : { \"x\" : 1 },"));
        assertThat(Manifest.read(path).tool()).isEqualTo("d1dump 0.1.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "null", "{\"format\":2}", "{\"format\":1,\"tool\":\"x\"}", "<html>"})
    void whatIsNoManifestIsRefusedByName(String text) throws Exception {
        Path path = Files.writeString(folder.resolve("m.json"), text);
        assertThatThrownBy(() -> Manifest.read(path))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("m.json is no manifest of a dump");
    }

    @Test
    void limitsAndOverwritingDoNotChangeTheContent() {
        Manifest.Options one = Manifest.Options.of(OPTIONS);
        assertThat(one.sameContent(Manifest.Options.of(OPTIONS.withOverwrite(true)
                        .withDeadline(Duration.ofHours(2))
                        .withResume(true))))
                .isTrue();
        assertThat(one.sameContent(Manifest.Options.of(OPTIONS.withNoData(true))))
                .isFalse();
        assertThat(one.sameContent(Manifest.Options.of(OPTIONS.withTables("users"))))
                .isFalse();
        assertThat(one.sameContent(Manifest.Options.of(OPTIONS.withCompression(Compression.GZIP, 7))))
                .isFalse();
        assertThat(one.sameContent(Manifest.Options.of(OPTIONS.withCompression(Compression.NONE))))
                .isFalse();
    }

    private Path file(String name) throws IOException {
        return Files.write(folder.resolve(name), CONTENT);
    }

    private static Manifest manifest(Path file, DumpOptions.Digest digest) throws Exception {
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(CONTENT));
        CRC32C crc = new CRC32C();
        crc.update(CONTENT);
        Map<String, Long> rows = new LinkedHashMap<>();
        rows.put("users", 7L);
        rows.put("orders", 3L);
        rows.put("a", 0L);
        boolean sums = digest == DumpOptions.Digest.SHA_256;
        DumpResult result = new DumpResult(
                "d1ab0000-0000-4000-8000-000000000001",
                "app",
                Optional.of("eu"),
                Optional.of("00000001-00000002-00004c6d-0123"),
                DumpOptions.Mode.SERVER,
                Optional.of(file),
                4711,
                CONTENT.length,
                sums ? Optional.of("aa".repeat(32)) : Optional.empty(),
                sums ? Optional.of(sha256) : Optional.empty(),
                HexFormat.of().toHexDigits((int) crc.getValue()),
                Optional.of("bb".repeat(32)),
                13,
                rows,
                DumpResult.Consistency.SNAPSHOT,
                new DumpResult.LargestStatement(200, 100, "users"),
                List.of(new DumpResult.Warning("w", Optional.of("users"), OptionalLong.empty(), 2, "a warning")),
                false,
                List.of("a reason"),
                4,
                1,
                2,
                Duration.ofMillis(1500));
        return Manifest.of(
                result,
                OPTIONS.withDigest(digest),
                "0123456789abcdef0123456789abcdef",
                file,
                "d1dump 0.1.0",
                Instant.parse("2026-11-22T12:00:00Z"));
    }
}
