package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.export.DumpProgress;
import io.github.d1jdbc.export.DumpProgress.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells the listener how the export goes, at most ten times a second while bytes flow. One thread at a time. */
final class Progress {
    private static final long INTERVAL_NANOS = Duration.ofMillis(100).toNanos();
    private static final Pattern PART = Pattern.compile("(?i)\\bpart (\\d{1,9})\\b");
    private static final Pattern PARTS = Pattern.compile("(?i)\\bin (\\d{1,9}) parts?\\b");

    private final DumpProgress listener;
    private final Deadline deadline;
    private Phase phase = Phase.PREFLIGHT;
    private long bytes;
    private long total = -1;
    private int highestPart;
    private int partMessages;
    private boolean downloading;
    private long downloadBegan;
    private long downloadFrom;
    private double rate;
    private long lastTold;

    Progress(DumpProgress listener, Deadline deadline) {
        this.listener = listener;
        this.deadline = deadline;
    }

    /** Tells a new phase at once. */
    void phase(Phase next) {
        phase = next;
        tell(Optional.empty());
    }

    /** Tells a message at once. */
    void message(Phase where, String text) {
        phase = where;
        tell(Optional.of(text));
    }

    /** What D1 says about the export; parts may be told out of order. */
    void messages(List<String> texts) {
        for (String text : texts) {
            Matcher part = PART.matcher(text);
            if (part.find()) {
                partMessages++;
                highestPart = Math.max(highestPart, Integer.parseInt(part.group(1)));
            }
            Matcher all = PARTS.matcher(text);
            if (all.find()) highestPart = Math.max(highestPart, Integer.parseInt(all.group(1)));
            message(Phase.EXPORTING, text);
        }
    }

    /** The download begins, or begins again, at a position. */
    void download(long from, long of) {
        if (!downloading || from < bytes) {
            downloadBegan = deadline.ticker().nanos();
            downloadFrom = from;
            downloading = true;
            rate = 0;
        }
        bytes = from;
        total = of;
        phase(Phase.DOWNLOADING);
    }

    /** Tells bytes, unless something was told a moment ago. */
    void bytes(long soFar) {
        bytes = soFar;
        long now = deadline.ticker().nanos();
        double seconds = (now - downloadBegan) / 1e9;
        rate = seconds > 0 ? (bytes - downloadFrom) / seconds : 0;
        if (now - lastTold >= INTERVAL_NANOS) tell(Optional.empty());
    }

    private void tell(Optional<String> message) {
        lastTold = deadline.ticker().nanos();
        listener.update(new DumpProgress.Update(
                phase,
                message,
                bytes,
                total < 0 ? OptionalLong.empty() : OptionalLong.of(total),
                Math.max(highestPart, partMessages),
                deadline.elapsed(),
                rate));
    }
}
