package io.github.d1jdbc.internal;

import static io.github.d1jdbc.internal.ScriptedServer.answer;
import static io.github.d1jdbc.internal.Wire.DATABASE;
import static io.github.d1jdbc.internal.Wire.ONE_ROW;
import static io.github.d1jdbc.internal.Wire.SELECT;
import static io.github.d1jdbc.internal.Wire.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.internal.RestException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class AbortTest {

    /** A caller that runs one statement in a thread of its own. */
    private static final class Caller {
        private final CompletableFuture<RestException> failure = new CompletableFuture<>();
        private final CompletableFuture<Boolean> flag = new CompletableFuture<>();
        private final Thread thread;

        Caller(RestClient client, Abort abort) {
            thread = new Thread(() -> {
                try {
                    client.raw(DATABASE, SELECT, true, abort);
                    failure.completeExceptionally(new AssertionError("it was answered"));
                } catch (RestException e) {
                    failure.complete(e);
                }
                flag.complete(Thread.currentThread().isInterrupted());
            });
            thread.setDaemon(true);
            thread.start();
        }

        RestException failure() throws InterruptedException, ExecutionException, TimeoutException {
            return failure.get(ScriptedServer.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static RestClient open(ScriptedServer server, Sleeper sleeper) {
        Timing system = Timing.system();
        return RestClient.open(
                Wire.settings(server.base(), 4),
                new Timing(system.nanos(), system.clock(), sleeper, system.random()),
                null);
    }

    @Test
    void pullingTheCordEndsTheCall() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            server.then(server.hang());
            Abort abort = Abort.unlimited();
            Caller caller = new Caller(open(server, Sleeper.REAL), abort);
            server.awaitHanging();
            abort.pull();
            assertThat(caller.failure().kind()).isEqualTo(Kind.CANCELLED);
            assertThat(caller.failure()).hasMessageContaining("D1 may still finish it");
            assertThat(caller.flag.get()).isFalse();
        }
    }

    @Test
    void interruptEndsTheCallAndStaysSet() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            server.then(server.hang());
            Caller caller = new Caller(open(server, Sleeper.REAL), Abort.unlimited());
            server.awaitHanging();
            caller.thread.interrupt();
            assertThat(caller.failure().kind()).isEqualTo(Kind.CANCELLED);
            assertThat(caller.flag.get()).isTrue();
        }
    }

    @Test
    void timeLimitEndsTheCall() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            server.then(server.hang());
            RestException e = failure(
                    () -> open(server, Sleeper.REAL).raw(DATABASE, SELECT, true, Abort.after(Duration.ofMillis(100))));
            assertThat(e.kind()).isEqualTo(Kind.TIMED_OUT);
            assertThat(e).hasMessageContaining("took longer than 0.1 s");
        }
    }

    @Test
    void timeLimitCountsAllAttempts() throws Exception {
        FakeTime time = new FakeTime();
        try (ScriptedServer server =
                new ScriptedServer(answer(503, "", "Retry-After: 6"), answer(503, "", "Retry-After: 6"))) {
            RestException e = failure(() ->
                    Wire.client(server, 4, time).raw(DATABASE, SELECT, true, Abort.after(Duration.ofSeconds(10))));
            assertThat(e.status()).isEqualTo(503);
            assertThat(server.asked()).hasSize(2);
        }
    }

    @Test
    void usedUpLimitSendsNothing() throws Exception {
        FakeTime time = new FakeTime();
        Abort abort = Abort.after(Duration.ofSeconds(10));
        abort.remaining(time.nanos());
        time.pass(Duration.ofSeconds(10));
        try (ScriptedServer server = new ScriptedServer()) {
            RestException e = failure(() -> Wire.client(server, 4, time).raw(DATABASE, SELECT, true, abort));
            assertThat(e.kind()).isEqualTo(Kind.TIMED_OUT);
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void cordThatWasPulledBeforeSendsNothing() throws Exception {
        Abort abort = Abort.unlimited();
        abort.pull();
        try (ScriptedServer server = new ScriptedServer()) {
            RestException e = failure(() -> open(server, Sleeper.REAL).raw(DATABASE, SELECT, true, abort));
            assertThat(e.kind()).isEqualTo(Kind.WITHDRAWN);
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void threadThatIsInterruptedSendsNothing() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            RestClient client = open(server, Sleeper.REAL);
            Thread.currentThread().interrupt();
            try {
                assertThat(failure(() -> Wire.read(client)).kind()).isEqualTo(Kind.WITHDRAWN);
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void pullingTheCordEndsTheWaitBetweenAttempts() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(answer(503, "", "Retry-After: 60"))) {
            Abort abort = Abort.unlimited();
            Caller caller = new Caller(
                    open(server, (time, cord) -> {
                        waiting.countDown();
                        Sleeper.REAL.sleep(time, cord);
                    }),
                    abort);
            waiting.await();
            abort.pull();
            assertThat(caller.failure().kind()).isEqualTo(Kind.WITHDRAWN);
        }
    }

    @Test
    void interruptEndsTheWaitBetweenAttempts() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(answer(503, "", "Retry-After: 60"))) {
            Caller caller = new Caller(
                    open(server, (time, cord) -> {
                        waiting.countDown();
                        Sleeper.REAL.sleep(time, cord);
                    }),
                    Abort.unlimited());
            waiting.await();
            caller.thread.interrupt();
            assertThat(caller.failure().kind()).isEqualTo(Kind.WITHDRAWN);
            assertThat(caller.flag.get()).isTrue();
        }
    }

    @Test
    void cordOfAFinishedCallCanBePulledWithoutHarm() throws Exception {
        try (ScriptedServer server = new ScriptedServer(answer(200, ONE_ROW), answer(200, ONE_ROW))) {
            RestClient client = open(server, Sleeper.REAL);
            Abort abort = Abort.unlimited();
            assertThat(client.raw(DATABASE, SELECT, true, abort)).hasSize(1);
            abort.pull();
            assertThat(client.raw(DATABASE, SELECT, true, Abort.unlimited())).hasSize(1);
        }
    }
}
