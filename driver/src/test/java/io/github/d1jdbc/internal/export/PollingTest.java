package io.github.d1jdbc.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpProgress;
import io.github.d1jdbc.export.DumpResult;
import io.github.d1jdbc.internal.Credentials;
import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.internal.RestException;
import io.github.d1jdbc.internal.RestSettings;
import io.github.d1jdbc.internal.export.ExportException.Reason;
import io.github.d1jdbc.server.D1Server;
import io.github.d1jdbc.server.Fault;
import io.github.d1jdbc.server.Route;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every answer that the export endpoint is known to give (d1-facts 2.3). */
class PollingTest {
    private static final D1Server.Options NEVER_DONE =
            D1Server.Options.defaults().withExportPolls(1_000_000);

    private Fixture fixture;
    private byte[] dump;

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        fixture = new Fixture(Fixture.orders(50), D1Server.Options.defaults().withExportPolls(2));
        dump = fixture.dump();
    }

    /** The same database behind a server that behaves in another way. */
    private void startOther(D1Server.Options options) {
        fixture.close();
        fixture = new Fixture(Fixture.orders(50), options);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private static Fault export() {
        return Fault.on(Route.EXPORT);
    }

    private DumpResult run(DumpOptions options, Fault... faults) throws Exception {
        fixture.server.faults().add(faults);
        Path target = folder.resolve("shop.sql");
        DumpResult result = fixture.exporter().export(target, options);
        assertThat(Files.readAllBytes(target)).isEqualTo(dump);
        assertThat(Fixture.files(folder)).containsExactly("shop.sql");
        return result;
    }

    private ExportException refused(DumpOptions options, Fault... faults) {
        fixture.server.faults().add(faults);
        ExportException e = catchThrowableOfType(
                ExportException.class, () -> fixture.exporter().export(folder.resolve("shop.sql"), options));
        assertThat(Fixture.files(folder)).isEmpty();
        return e;
    }

    static Stream<Fault> harmless() {
        return Stream.of(
                export().noStatus(),
                export().nullResult().skip(1),
                export().completeAtOnce(),
                export().completeWithoutBookmark(),
                export().camelCaseUrl(),
                export().flatUrl(),
                export().completeWithoutUrl().skip(1),
                export().lost(),
                export().lost().skip(1),
                export().lost400().skip(1),
                export().lost().times(3),
                export().locked().times(3),
                export().http(500),
                export().http(502).skip(1).times(3),
                export().html(502).skip(1),
                export().rateLimited(Duration.ZERO).skip(1),
                export().http(408).skip(1),
                export().http(503),
                export().http(504).skip(1),
                export().reset().skip(1),
                export().close(),
                export().delay(Duration.ofMillis(20)).times(3));
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void anAnswerThatIsKnownToComeDoesNoHarm(Fault fault) throws Exception {
        DumpResult result = run(DumpOptions.defaults().withPreflight(false), fault);
        assertThat(result.sqlSha256()).hasValue(Fixture.sha256(dump));
    }

    static Stream<Fault> answersThatAreLost() {
        return Stream.of(
                export().resetAfterWork(),
                export().resetAfterWork().skip(1),
                export().badJson(),
                export().badJson().skip(1),
                export().empty().skip(1),
                export().cutBody(20).skip(1),
                export().completeWithoutUrl().skip(1).times(4));
    }

    @ParameterizedTest
    @MethodSource("answersThatAreLost")
    void anAnswerThatIsLostIsAskedForAgainAndTheLockOfTheFirstStartWaitedFor(Fault fault) throws Exception {
        startOther(D1Server.Options.defaults().withExportPolls(2).withExportIdle(Duration.ofMillis(300)));
        Duration patient = Duration.ofDays(30); // of a clock that only sleeping moves
        DumpOptions options = DumpOptions.defaults().withPreflight(false).withDeadline(patient);
        run(options.withLockWait(patient).withMaxBlocked(patient), fault);
    }

    @Test
    void anExportThatD1HasForgottenIsStartedAgain() throws Exception {
        DumpResult result =
                run(DumpOptions.defaults(), export().lost400().skip(1).times(2));
        assertThat(result.restarts()).isEqualTo(2);
    }

    @Test
    void anExportThatD1KeepsForgettingIsGivenUp() {
        ExportException e = refused(DumpOptions.defaults(), export().lost400().times(4));
        assertThat(e.reason()).isEqualTo(Reason.BUDGET);
        assertThat(e).hasMessageContaining("shop").hasMessageContaining("started again 3 times");
    }

    @Test
    void neitherStateNorBookmarkIsGivenUpSoon() throws Exception {
        HttpServer empty = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicInteger asked = new AtomicInteger();
        empty.createContext("/", exchange -> {
            asked.incrementAndGet();
            byte[] answer = "{\"success\":true,\"errors\":[],\"result\":{}}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        empty.start();
        try {
            URI endpoint = URI.create("http://127.0.0.1:" + empty.getAddress().getPort() + "/client/v4");
            RestClient client =
                    RestClient.open(RestSettings.of(endpoint, "account", new Credentials.Token(Fixture.TOKEN)));
            ExportException e = catchThrowableOfType(
                    ExportException.class,
                    () -> fixture.exporter(client)
                            .export(
                                    folder.resolve("shop.sql"),
                                    DumpOptions.defaults().withPreflight(false)));
            assertThat(e.reason()).isEqualTo(Reason.REFUSED);
            assertThat(e).hasMessageContaining("neither a state nor a bookmark");
            assertThat(asked).hasValue(4);
        } finally {
            empty.stop(0);
        }
    }

    @Test
    void whatD1CannotExportIsToldInItsOwnWords() {
        ExportException e = refused(
                DumpOptions.defaults(),
                export().exportError("D1 Export error: cannot export databases with Virtual Tables (fts5)"));
        assertThat(e.reason()).isEqualTo(Reason.REFUSED);
        assertThat(e)
                .hasMessage("D1 cannot export database shop: D1 Export error: cannot export databases with Virtual"
                        + " Tables (fts5).");
    }

    @Test
    void somebodyElsesExportIsWaitedForAndNoOtherStartedBesideIt() throws Exception {
        Duration before = fixture.time.slept();
        DumpResult result = run(
                DumpOptions.defaults().withLockWait(Duration.ofMinutes(5)),
                export().locked().times(6));
        assertThat(result.restarts()).isZero();
        assertThat(fixture.time.slept().minus(before)).isGreaterThan(Duration.ofSeconds(15));
    }

    @Test
    void somebodyElsesExportIsNotWaitedForLongerThanAllowed() {
        Duration before = fixture.time.slept();
        ExportException e = refused(
                DumpOptions.defaults().withLockWait(Duration.ofSeconds(10)),
                export().locked().times(1000));
        assertThat(e.reason()).isEqualTo(Reason.LOCKED);
        assertThat(fixture.time.slept().minus(before)).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
    }

    @Test
    void noWaitMeansOneStart() {
        int before = fixture.server.requests().size();
        ExportException e = refused(
                DumpOptions.defaults().withLockWait(Duration.ZERO).withPreflight(false),
                export().locked().times(1000));
        assertThat(e.reason()).isEqualTo(Reason.LOCKED);
        assertThat(fixture.server.requests()).hasSize(before + 1);
    }

    @Test
    void aLockDuringThePreflightIsWaitedForToo() throws Exception {
        Fault locked = Fault.on(Route.RAW)
                .error(400, 7500, "D1_ERROR: Currently processing a long-running export.")
                .times(4);
        run(DumpOptions.defaults(), locked);
        ExportException e =
                refusedInOtherFolder(DumpOptions.defaults().withLockWait(Duration.ofSeconds(3)), locked.times(1000));
        assertThat(e.reason()).isEqualTo(Reason.LOCKED);
    }

    private ExportException refusedInOtherFolder(DumpOptions options, Fault... faults) {
        fixture.server.faults().add(faults);
        return catchThrowableOfType(
                ExportException.class, () -> fixture.exporter().export(folder.resolve("other.sql"), options));
    }

    @Test
    void theDeadlineEndsAnExportThatNeverEnds() {
        startOther(NEVER_DONE);
        ExportException e = refused(
                DumpOptions.defaults().withDeadline(Duration.ofMinutes(3)).withMaxBlocked(Duration.ofDays(1)));
        assertThat(e.reason()).isEqualTo(Reason.DEADLINE);
        assertThat(e).hasMessageContaining("3 min");
    }

    @Test
    void theDatabaseIsNotBlockedLongerThanAllowed() {
        startOther(NEVER_DONE);
        Duration before = fixture.time.slept();
        ExportException e = refused(DumpOptions.defaults().withMaxBlocked(Duration.ofSeconds(30)));
        assertThat(e.reason()).isEqualTo(Reason.BUDGET);
        assertThat(e).hasMessageContaining("30 s").hasMessageContaining("frees the database");
        assertThat(fixture.time.slept().minus(before)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(33));
    }

    @Test
    void thePollsBeginShortAndBecomeRare() {
        startOther(NEVER_DONE);
        refused(DumpOptions.defaults().withMaxBlocked(Duration.ofMinutes(5)));
        List<Duration> sleeps = fixture.time.sleeps();
        assertThat(sleeps).first().isEqualTo(Duration.ofMillis(20));
        assertThat(sleeps).isSorted();
        assertThat(sleeps).last().isEqualTo(Duration.ofSeconds(5));
        assertThat(sleeps.stream().filter(s -> s.equals(Duration.ofSeconds(2))).count())
                .isBetween(20L, 32L);
    }

    @Test
    void everyPollCarriesTheSameOptionsAndTheBookmarkOfTheStart() throws Exception {
        DumpResult result = run(DumpOptions.defaults());
        assertThat(result.polls()).isGreaterThanOrEqualTo(3);
        assertThat(result.bookmark()).isPresent();
    }

    @Test
    void aRefusalOfTheApiComesThroughAsItIs() {
        fixture.server.faults().add(export().error(403, 10000, "Authentication error"));
        RestException e = catchThrowableOfType(
                RestException.class,
                () -> fixture.exporter().export(folder.resolve("shop.sql"), DumpOptions.defaults()));
        assertThat(e.status()).isEqualTo(403);
        assertThat(Fixture.files(folder)).isEmpty();
    }

    @Test
    void anInterruptWhileD1WritesEndsTheExportAndLeavesNothing() {
        Thread caller = Thread.currentThread();
        fixture.time.whileAsleep(caller::interrupt);
        ExportException e = refused(DumpOptions.defaults(), export().noStatus().times(100_000));
        fixture.time.whileAsleep(() -> {});
        assertThat(e.reason()).isEqualTo(Reason.INTERRUPTED);
        assertThat(e).hasMessageContaining("answers nobody until");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anInterruptDuringARequestEndsTheExportAndLeavesNothing() {
        fixture.server.faults().add(export().hang());
        Thread caller = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            while (fixture.server.faults().left().stream().anyMatch(f -> f.route() == Route.EXPORT))
                Thread.onSpinWait();
            caller.interrupt();
        });
        interrupter.start();
        ExportException e = refused(DumpOptions.defaults());
        assertThat(e.reason()).isEqualTo(Reason.INTERRUPTED);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void partsAreCountedWhateverTheirOrder() throws Exception {
        List<DumpProgress.Update> news = new ArrayList<>();
        try (Fixture shuffled = new Fixture(
                Fixture.orders(3000),
                D1Server.Options.defaults().withPartBytes(64 << 10).withMessagesShuffled(true))) {
            shuffled.exporter()
                    .export(
                            folder.resolve("big.sql"),
                            DumpOptions.defaults().withProgress(news::add).withPreflight(false));
        }
        long size = Files.size(folder.resolve("big.sql"));
        assertThat(news.get(news.size() - 1).parts()).isEqualTo((int) ((size + (64 << 10) - 1) / (64 << 10)));
    }
}
