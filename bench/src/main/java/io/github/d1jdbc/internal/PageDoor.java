package io.github.d1jdbc.internal;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** Lets a benchmark read an answer of {@code /raw} as the driver's client reads it. Threads may share it. */
@NullMarked
public final class PageDoor {

    private PageDoor() {}

    /** The results of an answer. */
    public static List<Rows> read(byte[] page) throws IOException {
        return RawAnswer.read(page).results();
    }
}
