package io.github.d1jdbc.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d1jdbc.export.Compression;
import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpResult;
import io.github.d1jdbc.internal.export.ExportException.Reason;
import io.github.d1jdbc.server.D1Server;
import io.github.d1jdbc.server.Fault;
import io.github.d1jdbc.server.Route;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Going on, in another process as it were, with what an export left that failed. */
class ResumeTest {
    private static final DumpOptions RESUME = DumpOptions.defaults().withResume(true);
    private static final int CUT = 40_000;

    @TempDir
    Path folder;

    private Fixture fixture;
    private byte[] dump;
    private Path target;

    @BeforeEach
    void start() {
        fixture = new Fixture(Fixture.orders(1_000), D1Server.Options.defaults().withExportPolls(0));
        dump = fixture.dump();
        target = folder.resolve("shop.sql");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private ExportException failAfter(int bytes, DumpOptions options) {
        fixture.server.faults().add(Fault.on(Route.DOWNLOAD).cutAfter(bytes));
        ExportException e = catchThrowableOfType(
                ExportException.class,
                () -> fixture.exporter(fixture.client(Duration.ofSeconds(5), 0)).export(target, options));
        assertThat(e.reason()).isEqualTo(Reason.DOWNLOAD);
        assertThat(target).doesNotExist();
        return e;
    }

    private DumpResult again(DumpOptions options) throws Exception {
        DumpResult result = fixture.exporter().export(target, options);
        assertThat(Fixture.files(folder)).containsExactly("shop.sql");
        assertThat(result.sqlSha256()).hasValue(Fixture.sha256(dump));
        return result;
    }

    private void write(String sql) throws Exception {
        try (var connection = fixture.server.open(Fixture.NAME);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aFailedExportLeavesAPartThatOnlyItsOwnerCanRead() throws Exception {
        failAfter(CUT, RESUME);
        assertThat(Fixture.files(folder)).containsExactly("shop.sql.part", "shop.sql.part.json", "shop.sql.part.url");
        assertThat(folder.resolve("shop.sql.part")).hasSize(CUT);
        for (String file : Fixture.files(folder)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
                    .isEqualTo("rw-------");
        }
        assertThat(folder.resolve("shop.sql.part.json"))
                .content()
                .contains("\"total\":" + dump.length)
                .doesNotContain("X-Amz")
                .doesNotContain(Fixture.TOKEN);
    }

    @Test
    void theNextExportGoesOnWithoutBlockingTheDatabaseAgain() throws Exception {
        failAfter(CUT, RESUME);
        int before = fixture.server.requests().size();
        DumpResult result = again(RESUME);
        assertThat(Files.readAllBytes(target)).isEqualTo(dump);
        assertThat(result.resumes()).isEqualTo(1);
        assertThat(result.polls()).isZero();
        assertThat(fixture.server
                        .requests()
                        .subList(before, fixture.server.requests().size()))
                .noneMatch(r -> r.route() == Route.EXPORT)
                .filteredOn(r -> r.route() == Route.DOWNLOAD)
                .singleElement()
                .satisfies(r -> assertThat(r.range()).isEqualTo("bytes=" + CUT + "-"));
        assertThat(result.bookmark()).isPresent();
        assertThat(result.fileSha256()).isEqualTo(result.sqlSha256());
    }

    @Test
    void anExpiredUrlIsReplacedByANewExportAndTheSameObjectGoneOnWith() throws Exception {
        failAfter(CUT, RESUME);
        fixture.server.faults().add(Fault.on(Route.DOWNLOAD).expired());
        DumpResult result = again(RESUME);
        assertThat(result.resumes()).isEqualTo(1);
        assertThat(result.polls()).isPositive();
    }

    @Test
    void aDatabaseThatChangedIsExportedFromTheBeginning() throws Exception {
        failAfter(CUT, RESUME);
        Files.delete(folder.resolve("shop.sql.part.url"));
        write("UPDATE customers SET name = 'Grace' WHERE id = 1");
        dump = fixture.dump();
        DumpResult result = again(RESUME);
        assertThat(result.resumes()).isZero();
        assertThat(Files.readString(target)).contains("Grace");
    }

    @Test
    void aSchemaThatChangedIsNoticedByTheContentAndExportedFromTheBeginning() throws Exception {
        failAfter(CUT, RESUME);
        write("CREATE TABLE more(a)");
        dump = fixture.dump();
        DumpResult result = again(RESUME);
        assertThat(result.restarts()).isEqualTo(1);
    }

    @Test
    void otherOptionsMakeThePartWorthless() throws Exception {
        failAfter(CUT, RESUME);
        dump = fixture.dump(DumpOptions.defaults().withNoData(true));
        DumpResult result = again(RESUME.withNoData(true));
        assertThat(result.resumes()).isZero();
    }

    @Test
    void aPartThatWasTamperedWithIsFoundByTheEtag() throws Exception {
        failAfter(CUT, RESUME);
        byte[] part = Files.readAllBytes(folder.resolve("shop.sql.part"));
        part[100] ^= 1;
        Files.write(folder.resolve("shop.sql.part"), part);
        DumpResult result = again(RESUME);
        assertThat(Files.readAllBytes(target)).isEqualTo(dump);
        assertThat(result.warnings()).isEmpty();
    }

    @Test
    void aPartWithoutItsStateIsDownloadedAnew() throws Exception {
        Files.writeString(folder.resolve("shop.sql.part"), "something else");
        Files.writeString(folder.resolve("shop.sql.part.json"), "{\"version\":1");
        again(RESUME);
        assertThat(Files.readAllBytes(target)).isEqualTo(dump);
    }

    @Test
    void aPartThatIsLongerThanTheObjectIsCut() throws Exception {
        failAfter(dump.length - 1, RESUME);
        Path part = folder.resolve("shop.sql.part");
        Files.write(
                part, (new String(dump, StandardCharsets.UTF_8) + "\nCREATE VIRTUAL").getBytes(StandardCharsets.UTF_8));
        DumpResult result = again(RESUME);
        assertThat(Files.readAllBytes(target)).isEqualTo(dump);
        assertThat(result.polls()).isZero();
    }

    @Test
    void whatIsResumedIsCompressedAtTheEnd() throws Exception {
        DumpOptions gzip = RESUME.withCompression(Compression.GZIP, 6);
        failAfter(CUT, gzip);
        DumpResult result = again(gzip);
        byte[] file = Files.readAllBytes(target);
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(target))) {
            assertThat(in.readAllBytes()).isEqualTo(dump);
        }
        assertThat(result.fileBytes()).isEqualTo(file.length);
        assertThat(result.fileSha256()).hasValue(Fixture.sha256(file));
    }

    @Test
    void anExportWithoutResumeGivesUpWhatWasKept() throws Exception {
        failAfter(CUT, RESUME);
        failAfter(CUT, DumpOptions.defaults());
        assertThat(Fixture.files(folder)).isEmpty();
    }

    @Test
    void whatFailsBeforeTheFirstByteLeavesNothing() {
        fixture.server.faults().add(Fault.on(Route.EXPORT).exportError("no"));
        ExportException e = catchThrowableOfType(
                ExportException.class, () -> fixture.exporter().export(target, RESUME));
        assertThat(e.reason()).isEqualTo(Reason.REFUSED);
        assertThat(Fixture.files(folder)).isEmpty();
    }

    @Test
    void whatFailsBeforeTheFirstByteKeepsWhatWasThere() {
        failAfter(CUT, RESUME);
        fixture.server
                .faults()
                .add(Fault.on(Route.RAW).error(400, 7500, "Currently processing a long-running export."));
        ExportException e = catchThrowableOfType(
                ExportException.class, () -> fixture.exporter().export(target, RESUME.withLockWait(Duration.ZERO)));
        assertThat(e.reason()).isEqualTo(Reason.LOCKED);
        assertThat(folder.resolve("shop.sql.part")).hasSize(CUT);
        assertThat(folder.resolve("shop.sql.part.json")).exists();
    }

    @Test
    void damagedBytesAreNotKept() {
        fixture.server.faults().add(Fault.on(Route.DOWNLOAD).etagChange());
        ExportException e = catchThrowableOfType(
                ExportException.class, () -> fixture.exporter().export(target, RESUME));
        assertThat(e.reason()).isEqualTo(Reason.CONTENT);
        assertThat(Fixture.files(folder)).isEmpty();
    }

    @Test
    void aStreamCannotBeResumed() {
        ExportException e = catchThrowableOfType(
                ExportException.class, () -> fixture.exporter().export(new ByteArrayOutputStream(), RESUME));
        assertThat(e.reason()).isEqualTo(Reason.OPTIONS);
    }

    @Test
    void anInterruptKeepsThePartAndItsState() {
        fixture.server.faults().add(Fault.on(Route.DOWNLOAD).stallAfter(CUT).times(99));
        Thread caller = Thread.currentThread();
        Path part = folder.resolve("shop.sql.part");
        Thread interrupter = new Thread(() -> {
            while (part.toFile().length() == 0) Thread.onSpinWait();
            caller.interrupt();
        });
        interrupter.start();
        ExportException e = catchThrowableOfType(
                ExportException.class,
                () -> fixture.exporter(fixture.client(Duration.ofMillis(200), 4))
                        .export(target, RESUME));
        assertThat(e.reason()).isEqualTo(Reason.INTERRUPTED);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(part).hasSize(CUT);
        assertThat(folder.resolve("shop.sql.part.json")).exists();
    }
}
