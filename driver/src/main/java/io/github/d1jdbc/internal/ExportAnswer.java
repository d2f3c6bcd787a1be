package io.github.d1jdbc.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the export endpoint said, in the forms that a client must tell apart (d1-facts 2.3). */
public sealed interface ExportAnswer {

    /** D1 is still writing; ask again with the bookmark. */
    record Running(@Nullable String bookmark, List<String> messages) implements ExportAnswer {}

    /** The dump lies ready. {@code toString} shows no signed URL; both may be missing, then ask again. */
    record Complete(
            @Nullable String bookmark,
            List<String> messages,
            @Nullable String filename,
            @Nullable String signedUrl) implements ExportAnswer {
        @Override
        public String toString() {
            return "Complete[bookmark=" + bookmark + ", filename=" + filename + "]";
        }
    }

    /** "Not currently exporting anything.": finished and forgotten, expired, or reset; start again. */
    record Nothing() implements ExportAnswer {}

    /** "Currently processing a long-running export": somebody's export runs; wait. */
    record Locked(String message) implements ExportAnswer {}

    /** D1 cannot export this; {@code error} is its own text. */
    record Failed(String error) implements ExportAnswer {}
}
