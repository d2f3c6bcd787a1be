package io.github.d1jdbc.dump;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells from its first bytes what a file is that is no SQL, as people do save error pages and databases as dumps. */
final class FileKind {

    /** As many bytes as {@link #problem} looks at. */
    static final int LOOKS_AT = 512;

    private record Magic(String bytes, String problem) {}

    private static final List<Magic> MAGIC = List.of(
            new Magic(
                    "SQLite format 3\0",
                    "this is a SQLite database file, not a dump; write one with: sqlite3 FILE .dump"),
            new Magic("\u001F\u008B", "this is compressed twice; decompress it once first"),
            new Magic("(\u00B5/\u00FD", "this is compressed twice; decompress it once first"),
            new Magic("PK\u0003\u0004", "this is a zip archive; unpack it first"),
            new Magic("BZh", "this is compressed by bzip2; decompress it first"),
            new Magic("\u00FD7zXZ\0", "this is compressed by xz; decompress it first"),
            new Magic("7z\u00BC\u00AF'\u001C", "this is a 7z archive; unpack it first"),
            new Magic("\u00FF\u00FE", "this is UTF-16 text (as some shells redirect it); save it as UTF-8"),
            new Magic("\u00FE\u00FF", "this is UTF-16 text (as some shells redirect it); save it as UTF-8"));

    private FileKind() {}

    /** What speaks against these first bytes being SQL, {@code null} if nothing does. */
    static @Nullable String problem(byte[] bytes, int length) {
        if (length == 0) return "this file is empty";
        String head = new String(bytes, 0, Math.min(length, LOOKS_AT), ISO_8859_1);
        for (Magic magic : MAGIC) if (head.startsWith(magic.bytes)) return magic.problem;
        String text = head.startsWith("\u00EF\u00BB\u00BF") ? head.substring(3) : head;
        text = text.stripLeading();
        if (text.isEmpty()) return length <= LOOKS_AT ? "this file has nothing but white space" : null;
        return markup(text, DumpException.clean(text.lines().findFirst().orElse("")));
    }

    // A statement begins with a word or a comment, a lone semicolon is legal, and nothing else is.
    private static @Nullable String markup(String text, String excerpt) {
        char c = text.charAt(0);
        String lower = text.toLowerCase(Locale.ROOT);
        if (c == '<' && (lower.startsWith("<!doctype html") || lower.contains("<html"))) {
            return "this is an HTML page, so an error page was saved in place of the dump: " + excerpt;
        }
        if (c == '<') {
            return "this is XML, so an answer of the file store was saved in place of the dump (a download link lives"
                    + " one hour): " + excerpt;
        }
        if (c == '{' || c == '[') {
            return "this is JSON, so an answer of the API was saved in place of the dump: " + excerpt;
        }
        boolean begins = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '/' || c == ';';
        return begins ? null : "this is not SQL: " + excerpt;
    }
}
