package io.github.d1jdbc.dump;

import java.io.IOException;
import java.io.Serial;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file is no dump, or is damaged. It is the only exception that the content of a file can cause; what the disk or
 * the stream itself does wrong stays a plain {@link IOException}.
 *
 * <p>The message names the file, and where it is known the byte, the line, the statement and its first characters.
 */
public final class DumpException extends IOException {

    @Serial
    private static final long serialVersionUID = 1;

    /** How many characters of a statement a message repeats. */
    static final int EXCERPT = 80;

    private final String file;
    private final long offset;
    private final long line;
    private final long statement;
    private final String excerpt;

    /** A problem of the whole file. */
    DumpException(String file, String problem, @Nullable Throwable cause) {
        super(file + ": " + problem, cause);
        this.file = file;
        this.offset = -1;
        this.line = -1;
        this.statement = -1;
        this.excerpt = "";
    }

    /**
     * A problem at a place.
     *
     * @param excerpt the first bytes of the statement as text; cut and cleaned here
     */
    DumpException(
            String file,
            long offset,
            long line,
            long statement,
            String problem,
            String excerpt,
            @Nullable Throwable cause) {
        super(message(file, offset, line, statement, problem, clean(excerpt)), cause);
        this.file = file;
        this.offset = offset;
        this.line = line;
        this.statement = statement;
        this.excerpt = clean(excerpt);
    }

    /** The name of the file or stream. */
    public String file() {
        return file;
    }

    /** Offset of the statement's first byte in the uncompressed text, from 0; -1 where the whole file is meant. */
    public long offset() {
        return offset;
    }

    /** Line of the statement's first byte, from 1; -1 where the whole file is meant. */
    public long line() {
        return line;
    }

    /** Which statement it is, from 1; -1 where the whole file is meant. */
    public long statement() {
        return statement;
    }

    /** The statement's first characters, at most 80, control characters escaped; empty where none are known. */
    public String excerpt() {
        return excerpt;
    }

    private static String message(String file, long offset, long line, long statement, String problem, String excerpt) {
        String place = String.format(
                Locale.ROOT, "%s, byte %,d (line %,d, statement %,d): %s", file, offset, line, statement, problem);
        return excerpt.isEmpty() ? place : place + ": " + excerpt;
    }

    /** As {@link #clean(String, int)}, cut to an excerpt. */
    static String clean(String text) {
        return clean(text, EXCERPT);
    }

    /** Makes text safe for one line of a terminal: control characters and half surrogates become escapes. */
    static String clean(String text, int most) {
        StringBuilder clean = new StringBuilder();
        int end = 0;
        while (end < text.length() && clean.length() < most) {
            int c = text.codePointAt(end);
            end += Character.charCount(c);
            boolean visible = !Character.isISOControl(c)
                    && Character.getType(c) != Character.FORMAT
                    && Character.getType(c) != Character.LINE_SEPARATOR
                    && Character.getType(c) != Character.PARAGRAPH_SEPARATOR
                    && Character.getType(c) != Character.SURROGATE;
            switch (c) {
                case '\n' -> clean.append("\\n");
                case '\r' -> clean.append("\\r");
                case '\t' -> clean.append("\\t");
                default -> {
                    if (visible) clean.appendCodePoint(c);
                    else clean.append(String.format(Locale.ROOT, "\\u%04x", c));
                }
            }
        }
        if (end < text.length()) clean.append('…');
        return clean.toString();
    }
}
