package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpResult;
import io.github.d1jdbc.internal.DatabaseInfo;
import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.internal.RestException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Exports one database. */
public final class Exporter {

    /** An exporter with the system's clock. */
    public Exporter(RestClient client, DatabaseInfo database) {}

    /** Exports into a file. */
    public DumpResult export(Path target, DumpOptions options) throws RestException, ExportException {
        throw new UnsupportedOperationException();
    }

    /** Exports into a stream. */
    public DumpResult export(OutputStream out, DumpOptions options) throws RestException, ExportException {
        throw new UnsupportedOperationException();
    }
}
