package io.github.d1jdbc.dump.cli;

import io.github.d1jdbc.export.DumpProgress;

/** Shows people how an export or restore goes. One thread at a time. */
interface ProgressView extends DumpProgress {

    /** Shows nothing. */
    ProgressView NONE = new ProgressView() {
        @Override
        public void update(Update update) {}

        @Override
        public void close() {}
    };

    /** Leaves the cursor at the start of a line; the next update begins anew. */
    void close();

    /** What a phase is called where a person reads it. */
    static String label(Phase phase) {
        return switch (phase) {
            case PREFLIGHT -> "Looking at the schema";
            case WAITING -> "Waiting";
            case EXPORTING -> "D1 writes the dump";
            case DOWNLOADING -> "Downloading";
            case PREPARING -> "Reading the dump";
            case UPLOADING -> "Uploading";
            case IMPORTING -> "D1 runs the dump";
            case CHECKING -> "Checking";
            case FINISHING -> "Finishing";
            case DONE -> "Done";
        };
    }
}
