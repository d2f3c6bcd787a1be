package io.github.d1jdbc.dump.cli;

import io.github.d1jdbc.dump.restore.RestoreOptions;
import io.github.d1jdbc.dump.verify.Comparison;
import io.github.d1jdbc.dump.verify.Difference;
import io.github.d1jdbc.dump.verify.Level;
import io.github.d1jdbc.dump.verify.LiveDatabase;
import io.github.d1jdbc.dump.verify.Verification;
import io.github.d1jdbc.dump.verify.Verifier;
import io.github.d1jdbc.export.DumpProgress.Phase;
import io.github.d1jdbc.export.DumpProgress.Update;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code --verify}: compares every value of a restored database with the dump, by the content hash of each table. */
final class RestoreProof {

    private RestoreProof() {}

    /**
     * What is not equal, in words.
     *
     * @param connection of its own, with {@code int64=fast}
     * @param paced whether it keeps to half of the rate limit
     */
    static List<String> differences(
            Path dump, Connection connection, boolean paced, RestoreOptions options, Report report)
            throws SQLException, IOException {
        long began = System.nanoTime();
        Verifier.Listener listener = (step, table) -> report.update(new Update(
                Phase.CHECKING,
                table.isEmpty() ? Optional.empty() : Optional.of("comparing " + table),
                0,
                OptionalLong.empty(),
                0,
                Duration.ofNanos(System.nanoTime() - began),
                0));
        Verification loaded = new Verifier(Verifier.Options.defaults()
                        .withScratch(options.scratch())
                        .withIgnoreChecks(options.ignoreChecks())
                        .withListener(listener))
                .verify(dump);
        Comparison comparison =
                new LiveDatabase(connection, Long.MAX_VALUE, paced).compare(loaded, Level.HASH, listener);
        List<String> differences = new ArrayList<>(
                comparison.differences().stream().map(Difference::message).toList());
        // What D1's export loses is lost in the dump already; the restored values must be exactly those of the dump.
        for (Comparison.Table table : comparison.tables()) {
            if (table.outcome() == Comparison.Outcome.AS_EXPORTED) differences.add(table.name() + " has other values");
        }
        return differences;
    }
}
