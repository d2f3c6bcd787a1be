package io.github.d1jdbc.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d1jdbc.export.Compression;
import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpOptions.Digest;
import io.github.d1jdbc.internal.export.ExportException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpSinkTest {
    private static final String DUMP = "PRAGMA x;\nCREATE TABLE t(a);\nINSERT INTO \"t\" (\"a\") VALUES(1);";

    @TempDir
    Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void take(DumpSink sink, String text) throws ExportException {
        sink.take(bytes(text), 0, bytes(text).length);
    }

    private static DumpSink toStream(ByteArrayOutputStream out) throws ExportException {
        return DumpSink.toStream(out, Compression.NONE, DumpOptions.DEFAULT_LEVEL, Digest.SHA_256);
    }

    private DumpSink toPart(PartFile part, Compression compression) throws ExportException {
        return DumpSink.toPart(part, UnaryOperator.identity(), compression, DumpOptions.DEFAULT_LEVEL, Digest.SHA_256);
    }

    @Test
    void bytesGoThroughUnchangedAndAreCounted() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DumpSink sink = toStream(out);
        for (char c : DUMP.toCharArray()) take(sink, String.valueOf(c));
        Body.Summary summary = sink.finish();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(DUMP);
        assertThat(sink.position()).isEqualTo(DUMP.length());
        assertThat(sink.sqlSha256()).isEqualTo(Fixture.sha256(bytes(DUMP))).isEqualTo(summary.sha256());
        assertThat(summary.bytes()).isEqualTo(DUMP.length());
        assertThat(sink.scan().statements()).isEqualTo(3);
    }

    @Test
    void whatIsAppendedBeginsOnALineOfItsOwnAndBelongsToTheSql() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DumpSink sink = toStream(out);
        take(sink, DUMP);
        sink.scan().finish();
        sink.append("CREATE VIEW v AS SELECT 1;\n");
        sink.append("CREATE VIEW w AS SELECT 1;\n");
        sink.finish();
        String whole = DUMP + "\nCREATE VIEW v AS SELECT 1;\nCREATE VIEW w AS SELECT 1;\n";
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(whole);
        assertThat(sink.sqlBytes()).isEqualTo(whole.length());
        assertThat(sink.position()).isEqualTo(DUMP.length());
        assertThat(sink.sqlSha256()).isEqualTo(Fixture.sha256(bytes(whole)));
        assertThat(sink.scan().statements()).isEqualTo(5);
    }

    @Test
    void aSemicolonInTheLastCommentIsMadeGoodOnlyWhenSomethingFollows() throws Exception {
        String view = "CREATE VIEW v AS SELECT 1 -- end;";
        ByteArrayOutputStream alone = new ByteArrayOutputStream();
        DumpSink untouched = toStream(alone);
        take(untouched, view);
        untouched.finish();
        assertThat(alone.toString(StandardCharsets.UTF_8)).isEqualTo(view);
        assertThat(untouched.scan().obstacles()).hasSize(1);
        ByteArrayOutputStream followed = new ByteArrayOutputStream();
        DumpSink sink = toStream(followed);
        take(sink, view);
        sink.scan().finish();
        sink.append("CREATE VIEW w AS SELECT 1;\n");
        sink.finish();
        assertThat(followed.toString(StandardCharsets.UTF_8)).isEqualTo(view + "\n;\nCREATE VIEW w AS SELECT 1;\n");
        assertThat(sink.scan().obstacles()).isEmpty();
    }

    @Test
    void aFileCanBeginAgainFromNothing() throws Exception {
        Path target = folder.resolve("a.sql.gz");
        try (PartFile part = PartFile.open(target, ".part", false)) {
            DumpSink sink = toPart(part, Compression.GZIP);
            sink.identify(new Identity("\"abc\"", 100));
            take(sink, "CREATE TABLE wrong(a);\nINSERT INTO \"wrong\" VALUES('" + "x".repeat(100_000));
            sink.restart();
            assertThat(sink.position()).isZero();
            assertThat(sink.identity()).isNull();
            take(sink, DUMP);
            Body.Summary summary = sink.finish();
            part.commit();
            assertThat(summary.bytes()).isEqualTo(Files.size(target));
        }
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(target))) {
            assertThat(in.readAllBytes()).isEqualTo(bytes(DUMP));
        }
    }

    @Test
    void aStreamCannotBeginAgain() throws Exception {
        DumpSink sink = toStream(new ByteArrayOutputStream());
        take(sink, "CREATE");
        ExportException e = catchThrowableOfType(ExportException.class, sink::restart);
        assertThat(e.reason()).isEqualTo(Reason.DOWNLOAD);
        assertThat(e).hasMessageContaining("throw away");
    }

    @Test
    void whatIsTakenUpCountsAsIfItCameNow() throws Exception {
        Files.writeString(folder.resolve("a.sql.part"), DUMP.substring(0, 40));
        try (PartFile part = PartFile.open(folder.resolve("a.sql"), ".part", false)) {
            DumpSink sink = toPart(part, Compression.NONE);
            sink.takeUp(new Identity("\"abc\"", DUMP.length()));
            assertThat(sink.position()).isEqualTo(40);
            take(sink, DUMP.substring(40));
            Body.Summary summary = sink.finish();
            part.commit();
            assertThat(summary.sha256()).isEqualTo(Fixture.sha256(bytes(DUMP)));
            assertThat(summary.bytes()).isEqualTo(DUMP.length());
        }
        assertThat(folder.resolve("a.sql")).hasContent(DUMP);
    }

    @Test
    void theEtagIsThatOfTheDownloadAndNotOfWhatIsAppended() throws Exception {
        String md5 = java.util.HexFormat.of().formatHex(Digests.md5().digest(bytes(DUMP)));
        DumpSink sink = toStream(new ByteArrayOutputStream());
        sink.identify(new Identity('"' + md5 + '"', DUMP.length()));
        take(sink, DUMP);
        sink.append("CREATE VIEW v AS SELECT 1;\n");
        assertThat(sink.etagVerdict()).isEqualTo(EtagCheck.Verdict.MATCH);
    }
}
