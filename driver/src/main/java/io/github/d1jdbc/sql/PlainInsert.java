package io.github.d1jdbc.sql;

import java.util.Arrays;

/**
 * Passes over INSERTs of one row that begin as the one before them did, to the byte, and hold nothing but plain
 * literals: the bulk of every dump, eight bytes at a time. Whatever it does not know it leaves to {@link SqlLexer}.
 * One thread at a time.
 */
public final class PlainInsert {

    /** It is not such an INSERT, or does not lie in these bytes whole. */
    public static final int NO = -1;

    private static final int LONGEST_PREFIX = 32 * 1024;

    private final PlainLiteral literal = new PlainLiteral();
    private byte[] prefix = {};
    private int rows;
    private int longest;
    private int longestAt;
    private int ambiguous;
    private int ambiguousAt;

    /** Remembers how an INSERT begins, up to its first row's opening parenthesis and with it. */
    public void learn(byte[] bytes, int from, int to) {
        prefix = to - from > LONGEST_PREFIX ? new byte[0] : Arrays.copyOfRange(bytes, from, to);
    }

    /** The next INSERT goes elsewhere. */
    public void forget() {
        prefix = new byte[0];
    }

    /** Whether bytes that are cut off may be the beginning of such an INSERT. */
    public boolean mayBegin(byte[] bytes, int from, int limit) {
        int length = Math.min(prefix.length, limit - from);
        return length > 0 && Arrays.equals(bytes, from, from + length, prefix, 0, length);
    }

    /**
     * Passes over as many of them as stand behind each other or on lines of their own.
     *
     * @param most an INSERT with more bytes is left to the lexer
     * @return the index behind the last one and its line end, or {@code from} where there is none
     */
    public int run(byte[] bytes, int from, int limit, int most) {
        rows = 0;
        longest = 0;
        ambiguous = 0;
        int at = from;
        while (true) {
            int end = end(bytes, at, limit);
            if (end == NO || end - at > most) return at;
            rows++;
            if (end - at > longest) {
                longest = end - at;
                longestAt = at;
            }
            if (literal.ambiguous > 0) {
                if (ambiguous == 0) ambiguousAt = literal.ambiguousAt;
                ambiguous += literal.ambiguous;
            }
            at = end < limit && bytes[end] == '\n' ? end + 1 : end;
        }
    }

    /** How many INSERTs the last run had. */
    public int rows() {
        return rows;
    }

    /** The bytes of the run's longest INSERT, from its first letter to its semicolon. */
    public int longest() {
        return longest;
    }

    /** The index at which the first of the run's longest INSERTs begins. */
    public int longestAt() {
        return longestAt;
    }

    /** How many of the run's texts have line ends of which some may have been a backslash and a letter. */
    public int ambiguous() {
        return ambiguous;
    }

    /** The index at which the first such text begins, if there is one. */
    public int ambiguousAt() {
        return ambiguousAt;
    }

    /**
     * The index behind the semicolon of one INSERT, or {@link #NO}. The literals are NULL, numbers (no integer of more
     * than 15 digits), blobs, and strings without NUL or U+FFFD, also those that D1 wraps in {@code replace()} for
     * their line ends. An INSERT that ends in the array's last bytes is left out, so that whole words can be read.
     */
    public int end(byte[] bytes, int from, int limit) {
        int i = from + prefix.length;
        if (prefix.length == 0 || i >= limit || !Arrays.equals(bytes, from, i, prefix, 0, prefix.length)) return NO;
        literal.ambiguous = 0;
        while (true) {
            i = literal.end(bytes, i);
            if (i == NO || i + 1 >= limit) return NO;
            byte c = bytes[i++];
            if (c == ',') continue;
            return c == ')' && bytes[i] == ';' ? i + 1 : NO;
        }
    }
}
