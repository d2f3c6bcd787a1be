package io.github.d1jdbc.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the import endpoint said, in the forms that a client must tell apart (d1-facts 3). */
public sealed interface ImportAnswer {

    /** The file is not there yet: PUT it to this URL, then ingest. {@code toString} shows no signed URL. */
    record Upload(String url, String filename) implements ImportAnswer {
        @Override
        public String toString() {
            return "Upload[filename=" + filename + "]";
        }
    }

    /** D1 is reading the file; ask again with the bookmark. */
    record Running(@Nullable String bookmark, List<String> messages) implements ImportAnswer {}

    /** Everything is in; {@code bookmark} is the state after it; the numbers are -1 where D1 does not say them. */
    record Complete(@Nullable String bookmark, List<String> messages, long queries, long rowsWritten)
            implements ImportAnswer {}

    /** "Not currently importing anything.": finished and forgotten, or reset; only the content tells which. */
    record Nothing() implements ImportAnswer {}

    /** Somebody's export or import runs; wait. */
    record Locked(String message) implements ImportAnswer {}

    /** D1 has undone the import; {@code error} is its own text. */
    record Failed(String error) implements ImportAnswer {}
}
