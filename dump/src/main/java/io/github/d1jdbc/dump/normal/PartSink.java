package io.github.d1jdbc.dump.normal;

import java.io.IOException;
import java.io.OutputStream;

/** Gives the streams that a normalised dump is written to. */
@FunctionalInterface
public interface PartSink {
    /**
     * The stream of the next part; the normaliser closes it.
     *
     * @param part its number, from 1; more than one only where {@link NormalOptions#maxPartBytes} asks for it
     */
    OutputStream next(int part) throws IOException;
}
