package io.github.d1jdbc;

import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpResult;
import io.github.d1jdbc.export.ImportOptions;
import io.github.d1jdbc.internal.RestException;
import io.github.d1jdbc.internal.export.ExportException;
import io.github.d1jdbc.internal.export.Exporter;
import io.github.d1jdbc.internal.ingest.ImportException;
import io.github.d1jdbc.internal.ingest.Importer;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/** What a connection does with dumps, past its statements. For one thread at a time. */
final class DumpCalls {

    private interface Export {
        DumpResult run(Exporter exporter) throws RestException, ExportException;
    }

    private final Session session;

    DumpCalls(Session session) {
        this.session = session;
    }

    DumpResult exportTo(Path target, DumpOptions options) throws SQLException {
        return export(exporter -> exporter.export(target, options));
    }

    DumpResult exportTo(OutputStream out, DumpOptions options) throws SQLException {
        return export(exporter -> exporter.export(out, options));
    }

    private DumpResult export(Export export) throws SQLException {
        try {
            return export.run(new Exporter(session.client(), session.database()));
        } catch (RestException e) {
            throw SqlErrors.of(e, true);
        } catch (ExportException e) {
            throw SqlErrors.export(e);
        }
    }

    D1Connection.Imported importFrom(Path file, ImportOptions options) throws SQLException {
        if (session.readOnly()) throw SqlErrors.readOnly("IMPORT");
        try {
            Importer.Imported done = new Importer(session.client(), session.database()).run(file, options);
            return new D1Connection.Imported(
                    Optional.ofNullable(done.bookmark()),
                    done.bytes(),
                    number(done.statements()),
                    number(done.rowsWritten()),
                    done.uploaded(),
                    done.duration());
        } catch (RestException e) {
            // Only what is known to have changed nothing comes as this one.
            throw SqlErrors.of(e, true);
        } catch (ImportException e) {
            throw SqlErrors.imported(e);
        } finally {
            session.forgetSchema();
        }
    }

    private static OptionalLong number(long value) {
        return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    String bookmark() throws SQLException {
        try {
            return session.client().bookmark(session.database().uuid(), null);
        } catch (RestException e) {
            throw SqlErrors.of(e, true);
        }
    }
}
