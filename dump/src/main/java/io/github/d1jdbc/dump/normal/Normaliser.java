package io.github.d1jdbc.dump.normal;

import java.io.IOException;
import java.nio.file.Path;

/** Makes of any dump one that D1 imports as it is. Threads may share it. */
public final class Normaliser {

    private Normaliser() {}

    /**
     * Reads a dump, plain or compressed, twice and writes it so that D1's import takes it.
     *
     * @throws io.github.d1jdbc.dump.DumpException if the dump is damaged, or something in it is not allowed or cannot
     *     be in D1; nothing was written then
     * @throws java.io.InterruptedIOException if the thread was interrupted
     */
    public static Normalised normalise(Path dump, NormalOptions options, PartSink sink) throws IOException {
        throw new UnsupportedOperationException("the normaliser of " + dump + " to " + sink + " by " + options);
    }
}
