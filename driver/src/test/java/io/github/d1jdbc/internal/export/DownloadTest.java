package io.github.d1jdbc.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpOptions.Digest;
import io.github.d1jdbc.export.DumpResult;
import io.github.d1jdbc.export.DumpResult.Warning;
import io.github.d1jdbc.internal.export.ExportException.Reason;
import io.github.d1jdbc.server.D1Server;
import io.github.d1jdbc.server.Fault;
import io.github.d1jdbc.server.Route;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a download is known to fail, into a file and into a stream. */
class DownloadTest {
    private static final byte[] OLD = "the old file".getBytes(StandardCharsets.UTF_8);
    private static final DumpOptions OPTIONS = DumpOptions.defaults().withPreflight(false);

    private static Fixture fixture;
    private static byte[] dump;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        fixture =
                new Fixture(Fixture.orders(20_000), D1Server.Options.defaults().withExportPolls(0));
        dump = fixture.dump();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @BeforeEach
    void noFaults() {
        fixture.server.faults().clear();
    }

    private static Fault download() {
        return Fault.on(Route.DOWNLOAD);
    }

    private Exporter exporter() {
        return fixture.exporter(fixture.client(Duration.ofMillis(400), 4));
    }

    private DumpResult toFile(DumpOptions options, Fault... faults) throws Exception {
        fixture.server.faults().add(faults);
        Path target = folder.resolve("shop.sql");
        DumpResult result = exporter().export(target, options);
        assertThat(Files.readAllBytes(target)).isEqualTo(dump);
        assertThat(Fixture.files(folder)).containsExactly("shop.sql");
        assertThat(result.sqlSha256()).hasValue(Fixture.sha256(dump));
        return result;
    }

    private ExportException noFile(Fault... faults) throws Exception {
        fixture.server.faults().add(faults);
        Path target = folder.resolve("shop.sql");
        Files.write(target, OLD);
        ExportException e = catchThrowableOfType(
                ExportException.class, () -> exporter().export(target, OPTIONS.withOverwrite(true)));
        assertThat(Fixture.files(folder)).containsExactly("shop.sql");
        assertThat(Files.readAllBytes(target)).isEqualTo(OLD);
        return e;
    }

    static Stream<Fault> harmless() {
        return Stream.of(
                download().cutAfter(100_000),
                download().cutAfter(0),
                download().resetAfter(300_000).times(4),
                download().cleanCutAfter(500_000),
                download().noLength(),
                download().stallAfter(700_000),
                download().expired(),
                download().wrongLength(5),
                download().wrongLength(-5),
                download().wrongLength(-700_000),
                download().ignoreRange(),
                download().http(500),
                download().http(503).times(4),
                download().rateLimited(Duration.ofSeconds(3)),
                download().html(502),
                download().reset(),
                download().close(),
                download().hang(),
                download().delay(Duration.ofMillis(30)),
                download().plainMd5Etag(),
                download().slow(200_000, Duration.ofMillis(1)));
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void aFaultThatIsKnownToComeDoesNoHarmToAFile(Fault fault) throws Exception {
        DumpResult result = toFile(OPTIONS, fault);
        assertThat(result.warnings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void aStreamGetsTheWholeDumpOrAnException(Fault fault) {
        fixture.server.faults().add(fault);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Throwable failure = catchThrowable(() -> exporter().export(out, OPTIONS));
        if (failure == null) {
            assertThat(out.toByteArray()).isEqualTo(dump);
        } else {
            assertThat(fault.kind()).isEqualTo(Fault.Kind.WRONG_LENGTH);
            assertThat(failure).isInstanceOf(ExportException.class);
        }
    }

    @Test
    void aCutDownloadGoesOnWhereItWasCut() throws Exception {
        int before = fixture.server.requests().size();
        DumpResult result = toFile(OPTIONS, download().cutAfter(700_001));
        assertThat(result.resumes()).isEqualTo(1);
        assertThat(fixture.server
                        .requests()
                        .subList(before, fixture.server.requests().size()))
                .filteredOn(r -> r.route() == Route.DOWNLOAD)
                .last()
                .satisfies(r -> assertThat(r.range()).isEqualTo("bytes=700001-"));
    }

    @Test
    void noTokenIsSentToTheSignedUrl() throws Exception {
        toFile(OPTIONS, download().cutAfter(1), download().noLength());
        assertThat(fixture.server.requests())
                .filteredOn(r -> r.route() == Route.DOWNLOAD)
                .isNotEmpty()
                .noneMatch(D1Server.Request::authorized)
                .allMatch(r -> r.method().equals("GET"));
    }

    @Test
    void aDownloadThatMakesNoHeadwayIsGivenUp() throws Exception {
        ExportException e = noFile(download().cutAfter(0).times(1000));
        assertThat(e.reason()).isEqualTo(Reason.DOWNLOAD);
        assertThat(e).hasMessageContaining("database shop").hasMessageContaining("byte 0 of " + dump.length);
        assertThat(fixture.server.faults().left().get(0).times()).isEqualTo(1000 - 5);
    }

    @Test
    void aDownloadThatMakesHeadwayIsNotGivenUp() throws Exception {
        DumpResult result = toFile(OPTIONS, download().cutAfter(100_000).times(15));
        assertThat(result.resumes()).isGreaterThan(10);
    }

    @Test
    void anEtagThatChangesBetweenTwoRequestsStartsTheFileAgain() throws Exception {
        Fault[] faults = {download().cutAfter(100_000), download().etagChange().skip(1)};
        toFile(OPTIONS, faults);
    }

    @Test
    void aRangeThatIsNotHonouredStartsTheFileAgain() throws Exception {
        DumpResult result =
                toFile(OPTIONS, download().cutAfter(100_000), download().ignoreRange());
        assertThat(result.resumes()).isZero();
    }

    @Test
    void aStreamSkipsWhatItHasWhenTheRangeIsNotHonoured() throws Exception {
        fixture.server.faults().add(download().cutAfter(100_000), download().ignoreRange());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DumpResult result = exporter().export(out, OPTIONS);
        assertThat(out.toByteArray()).isEqualTo(dump);
        assertThat(result.sqlSha256()).hasValue(Fixture.sha256(dump));
    }

    @Test
    void aContentRangeThatLiesStartsTheFileAgain() throws Exception {
        toFile(OPTIONS, download().cutAfter(100_000), download().wrongTotal());
    }

    @Test
    void aBitThatFlipsIsFoundByTheEtagAndTheDumpDownloadedAgain() throws Exception {
        DumpResult result = toFile(OPTIONS, download().corrupt(500_000));
        assertThat(result.warnings()).isEmpty();
    }

    @Test
    void bitsThatKeepFlippingLeaveNoFile() throws Exception {
        ExportException e = noFile(download().corrupt(500_000), download().corrupt(600_000));
        assertThat(e.reason()).isEqualTo(Reason.CONTENT);
    }

    @Test
    void aPlainMd5ThatDiffersLeavesNoFile() throws Exception {
        ExportException e = noFile(download().etagChange().times(10));
        assertThat(e.reason()).isEqualTo(Reason.CONTENT);
    }

    @Test
    void aStreamIsReadTwiceWhenItsEtagFitsNothing() throws Exception {
        fixture.server.faults().add(download().corrupt(500_000));
        ExportException e = catchThrowableOfType(
                ExportException.class, () -> exporter().export(new ByteArrayOutputStream(), OPTIONS));
        assertThat(e.reason()).isEqualTo(Reason.CONTENT);
    }

    @Test
    void withoutEtagTheResultSaysThatOnlyTheLengthWasChecked() throws Exception {
        DumpResult result = toFile(OPTIONS, download().noEtag());
        assertThat(result.warnings()).extracting(Warning::code).containsExactly("etagUnverified");
    }

    @Test
    void withoutEtagACutDownloadBeginsAgain() throws Exception {
        DumpResult result =
                toFile(OPTIONS, download().cutAfter(100_000), download().noEtag());
        assertThat(result.resumes()).isLessThanOrEqualTo(1);
    }

    @Test
    void withoutDigestTheEtagIsNotCheckedAndTheResultSaysSo() throws Exception {
        fixture.server.faults().add(download().noLength());
        Path target = folder.resolve("shop.sql");
        DumpResult result = exporter().export(target, OPTIONS.withDigest(Digest.NONE));
        assertThat(Files.readAllBytes(target)).isEqualTo(dump);
        assertThat(result.sqlSha256()).isEmpty();
        assertThat(result.fileSha256()).isEmpty();
        assertThat(result.warnings()).extracting(Warning::code).containsExactly("etagUnverified");
    }

    @Test
    void aPartSizeThatNobodyGuessesMeansTwoEqualDownloadsAndAWarning() throws Exception {
        try (Fixture odd =
                new Fixture(Fixture.orders(5_000), D1Server.Options.defaults().withPartBytes(100_003))) {
            DumpResult result = odd.exporter().export(folder.resolve("odd.sql"), OPTIONS);
            assertThat(result.warnings()).extracting(Warning::code).containsExactly("etagUnverified");
            assertThat(odd.server.requests())
                    .filteredOn(r -> r.route() == Route.DOWNLOAD)
                    .hasSize(2);
        }
    }

    @Test
    void aUrlThatIsDeadForGoodIsGivenUpAfterAFewNewOnes() throws Exception {
        ExportException e = noFile(download().expired().times(1000));
        assertThat(e.reason()).isIn(Reason.DOWNLOAD, Reason.BUDGET);
    }

    @Test
    void aUrlThatDiesInTheMiddleIsReplacedAndTheSameObjectGoneOnWith() throws Exception {
        DumpResult result =
                toFile(OPTIONS, download().cutAfter(900_000), download().expired());
        assertThat(result.restarts()).isEqualTo(1);
        assertThat(result.resumes()).isEqualTo(1);
    }

    @Test
    void aDatabaseThatChangedMeanwhileIsDownloadedFromTheBeginning() throws Exception {
        try (Fixture changing =
                new Fixture(Fixture.orders(5_000), D1Server.Options.defaults().withExportPolls(0))) {
            changing.server
                    .faults()
                    .add(download().cutAfter(100_000), download().expired());
            changing.time.whileAsleep(() -> {
                try (var connection = changing.server.open(Fixture.NAME);
                        var statement = connection.createStatement()) {
                    statement.execute("INSERT INTO orders(note) VALUES('late')");
                } catch (java.sql.SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            Path target = folder.resolve("shop.sql");
            DumpResult result = changing.exporter().export(target, OPTIONS);
            assertThat(Files.readString(target)).contains("'late'");
            assertThat(result.resumes()).isZero();
            assertThat(result.rowsPerTable().get("orders")).isGreaterThan(5_000);
        }
    }

    @Test
    void theDeadlineHoldsDuringTheDownload() throws Exception {
        fixture.server.faults().add(download().cutAfter(50_000).times(1000));
        ExportException e = catchThrowableOfType(
                ExportException.class,
                () -> exporter().export(folder.resolve("shop.sql"), OPTIONS.withDeadline(Duration.ofMillis(300))));
        assertThat(e.reason()).isEqualTo(Reason.DEADLINE);
        assertThat(Fixture.files(folder)).isEmpty();
    }

    @Test
    void anInterruptDuringTheDownloadLeavesNothing() throws Exception {
        fixture.server.faults().add(download().stallAfter(300_000));
        Thread caller = Thread.currentThread();
        Path part = folder.resolve("shop.sql.part");
        Thread interrupter = new Thread(() -> {
            while (!Files.exists(part) || part.toFile().length() == 0) Thread.onSpinWait();
            caller.interrupt();
        });
        interrupter.start();
        ExportException e = catchThrowableOfType(
                ExportException.class, () -> fixture.exporter().export(folder.resolve("shop.sql"), OPTIONS));
        assertThat(e.reason()).isEqualTo(Reason.INTERRUPTED);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Fixture.files(folder)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDownloadCutAnywhereGivesTheWholeFileOrNone(boolean resume) throws Exception {
        Random random = new Random(20261122);
        byte[] small;
        try (Fixture cut =
                new Fixture(Fixture.orders(300), D1Server.Options.defaults().withExportPolls(0))) {
            small = cut.dump(OPTIONS);
            Path target = folder.resolve("shop.sql");
            for (int i = 0; i < 200; i++) {
                int at = random.nextInt(small.length + 1);
                cut.server.faults().clear();
                Fault fault = i % 3 == 0
                        ? download().cutAfter(at)
                        : i % 3 == 1 ? download().resetAfter(at) : download().cleanCutAfter(at);
                boolean hopeless = i % 2 == 0;
                cut.server.faults().add(hopeless ? fault.times(1) : fault);
                Files.write(target, OLD);
                Exporter exporter = cut.exporter(cut.client(Duration.ofSeconds(5), hopeless ? 0 : 4));
                DumpOptions options = OPTIONS.withOverwrite(true).withResume(resume);
                Throwable failure = catchThrowable(() -> exporter.export(target, options));
                if (failure == null) {
                    assertThat(Files.readAllBytes(target)).as("cut at %d", at).isEqualTo(small);
                    assertThat(Fixture.files(folder)).containsExactly("shop.sql");
                    continue;
                }
                assertThat(failure).isInstanceOf(ExportException.class);
                assertThat(Files.readAllBytes(target)).as("cut at %d", at).isEqualTo(OLD);
                List<String> left = Fixture.files(folder);
                if (!resume) assertThat(left).containsExactly("shop.sql");
                if (resume) {
                    DumpResult result = cut.exporter().export(target, options);
                    assertThat(Files.readAllBytes(target))
                            .as("resumed at %d", at)
                            .isEqualTo(small);
                    assertThat(result.sqlSha256()).hasValue(Fixture.sha256(small));
                    assertThat(Fixture.files(folder)).containsExactly("shop.sql");
                }
            }
        }
    }
}
