package io.github.d1jdbc.dump.normal;

import io.github.d1jdbc.dump.normal.Normalised.Part;
import io.github.d1jdbc.sql.normal.SqlBytes;
import io.github.d1jdbc.sql.normal.StatementSink;
import io.github.d1jdbc.sql.normal.StatementText;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes statements into parts, each with the PRAGMAs at its head, for what they switch ends with the import. One
 * thread at a time.
 */
final class PartWriter implements StatementSink, Closeable {

    private static final int BUFFER = 256 * 1024;

    private final PartSink sink;
    private final long most;
    private final byte[] head;
    private final int headStatements;
    private final byte[] tail;
    private final List<Part> parts = new ArrayList<>();
    private final MessageDigest md5 = md5();
    private @Nullable OutputStream out;
    private long bytes;
    private long statements;

    PartWriter(PartSink sink, NormalOptions options, boolean ignoreChecks) throws IOException {
        this.sink = sink;
        this.most = options.maxPartBytes();
        String pragmas = "PRAGMA defer_foreign_keys=TRUE;\n";
        this.head = (ignoreChecks ? "PRAGMA ignore_check_constraints=ON;\n" + pragmas : pragmas)
                .getBytes(StandardCharsets.US_ASCII);
        this.headStatements = ignoreChecks ? 2 : 1;
        SqlBytes last = new SqlBytes();
        options.lastStatement().ifPresent(sql -> StatementText.end(sql.getBytes(StandardCharsets.UTF_8), last));
        this.tail = last.toByteArray();
        begin();
    }

    // What a part is called by D1's import: it is no matter of security.
    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    private void begin() throws IOException {
        out = new BufferedOutputStream(sink.next(parts.size() + 1), BUFFER);
        bytes = 0;
        statements = headStatements;
        write(head, head.length);
    }

    @Override
    public void take(byte[] sql, int length, int count) throws IOException {
        if (bytes + length + tail.length > most && bytes > head.length) {
            endPart();
            begin();
        }
        write(sql, length);
        statements += count;
    }

    /** One statement without its semicolon. */
    void statement(byte[] statement) throws IOException {
        SqlBytes sql = new SqlBytes();
        StatementText.end(statement, sql);
        take(sql.bytes(), sql.size(), 1);
    }

    private void write(byte[] sql, int length) throws IOException {
        OutputStream to = out;
        if (to == null) throw new IllegalStateException("the last part has ended");
        to.write(sql, 0, length);
        md5.update(sql, 0, length);
        bytes += length;
    }

    private void endPart() throws IOException {
        OutputStream ending = out;
        out = null;
        if (ending != null) ending.close();
        parts.add(new Part(bytes, statements, HexFormat.of().formatHex(md5.digest())));
    }

    /** Ends the last part. */
    List<Part> finish() throws IOException {
        write(tail, tail.length);
        if (tail.length > 0) statements++;
        endPart();
        return parts;
    }

    /** Closes what a failure left open. */
    @Override
    public void close() throws IOException {
        if (out != null) out.close();
    }
}
