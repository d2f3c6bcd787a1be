package io.github.d1jdbc.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpResult;
import io.github.d1jdbc.server.D1Server;
import io.github.d1jdbc.server.Fault;
import io.github.d1jdbc.server.Route;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Neither the token nor a signed URL's query string is ever seen, whatever fails. */
class SecretsTest {
    @TempDir
    Path folder;

    private final StringBuilder seen = new StringBuilder();

    private static List<Fault> faults() {
        Fault export = Fault.on(Route.EXPORT);
        Fault download = Fault.on(Route.DOWNLOAD);
        return List.of(
                export.http(500).times(9),
                export.html(502).times(9),
                export.error(403, 10000, "Authentication error " + Fixture.TOKEN),
                export.error(400, 7500, "see https://x.r2.example/a?X-Amz-Signature=abc"),
                export.exportError("failed: https://x.r2.example/a?X-Amz-Signature=abc"),
                export.badJson().times(9),
                export.reset().times(9),
                export.lost400().times(9),
                export.locked().times(999),
                Fault.on(Route.RAW).error(400, 7500, "token " + Fixture.TOKEN),
                Fault.on(Route.RAW).reset().times(9),
                download.expired().times(9),
                download.http(500).times(9),
                download.html(503).times(9),
                download.cutAfter(100).times(99),
                download.resetAfter(0).times(99),
                download.stallAfter(10).times(9),
                download.close().times(99),
                download.corrupt(10).times(9),
                download.etagChange().times(9),
                download.noEtag().times(9),
                download.noLength().times(9),
                download.wrongLength(7).times(9),
                download.cutAfter(1000));
    }

    // Also on the threads that download.
    private synchronized void see(Object anything) {
        seen.append(anything).append('\n');
    }

    @Test
    void noSecretIsSeenInMessagesLogsResultsOrFiles() throws Exception {
        Handler handler = new Handler() {
            private final SimpleFormatter formatter = new SimpleFormatter();

            @Override
            public void publish(LogRecord logged) {
                see(formatter.format(logged));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        handler.setLevel(Level.ALL);
        Logger root = Logger.getLogger("");
        Logger http = Logger.getLogger("okhttp3");
        Logger own = Logger.getLogger("io.github.d1jdbc");
        List<Logger> loggers = List.of(http, own);
        loggers.forEach(logger -> logger.setLevel(Level.ALL));
        root.addHandler(handler);
        try (Fixture fixture =
                new Fixture(Fixture.orders(200), D1Server.Options.defaults().withExportPolls(0))) {
            for (Fault fault : faults()) {
                for (boolean resume : new boolean[] {false, true}) {
                    for (int attempt = 0; attempt < 2; attempt++) run(fixture, attempt == 0 ? fault : null, resume);
                }
            }
            run(fixture, null, false);
        } finally {
            root.removeHandler(handler);
            loggers.forEach(logger -> logger.setLevel(null));
        }
        assertThat(seen).contains("io.github.d1jdbc"); // the logs were on
        assertThat(seen.toString())
                .doesNotContain(Fixture.TOKEN)
                .doesNotContain("X-Amz-Signature=")
                .doesNotContain("X-Amz-Credential=");
    }

    private void run(Fixture fixture, @org.jspecify.annotations.Nullable Fault fault, boolean resume) throws Exception {
        fixture.server.faults().clear();
        if (fault != null) fixture.server.faults().add(fault);
        Path target = folder.resolve("shop.sql");
        DumpOptions options = DumpOptions.defaults()
                .withOverwrite(true)
                .withResume(resume)
                .withLockWait(Duration.ofSeconds(20))
                .withProgress(this::see);
        see(options);
        Throwable failure = catchThrowable(() -> {
            DumpResult result =
                    fixture.exporter(fixture.client(Duration.ofMillis(100), 1)).export(target, options);
            see(result);
        });
        if (failure != null) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            see(trace);
        }
        for (String file : Fixture.files(folder)) {
            // The one file that may hold the URL (rulings-dump 5): its owner's, and gone once it is of no use.
            if (!file.endsWith(".part.url")) see(Files.readString(folder.resolve(file), StandardCharsets.UTF_8));
        }
    }
}
