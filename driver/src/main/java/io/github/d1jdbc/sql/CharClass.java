package io.github.d1jdbc.sql;

/** What SQLite's tokenizer takes a byte for (sqlite.org/src/file/src/tokenize.c). */
final class CharClass {

    static final byte SPACE = 1;
    static final byte NAME = 2;
    static final byte DIGIT = 3;

    private static final byte[] CLASS = new byte[256];
    private static final boolean[] IN_NAME = new boolean[256];
    private static final boolean[] NOTABLE = new boolean[256];

    static {
        for (int c : new int[] {' ', '\t', '\n', '\f', '\r'}) CLASS[c] = SPACE;
        for (int c = 'a'; c <= 'z'; c++) CLASS[c] = NAME;
        for (int c = 'A'; c <= 'Z'; c++) CLASS[c] = NAME;
        for (int c = 128; c < 256; c++) CLASS[c] = NAME;
        CLASS['_'] = NAME;
        for (int c = '0'; c <= '9'; c++) CLASS[c] = DIGIT;
        for (int c = 0; c < 256; c++) IN_NAME[c] = CLASS[c] == NAME || CLASS[c] == DIGIT || c == '$';
        for (int c : new int[] {'\'', '"', '`', 0, 'n', 'r', 0xBD}) NOTABLE[c] = true;
    }

    private CharClass() {}

    /** {@link #SPACE}, {@link #NAME}, {@link #DIGIT}, or 0 for all others. */
    static byte of(int c) {
        return CLASS[c];
    }

    /** Whether a word that has begun goes on with it. */
    static boolean inName(int c) {
        return IN_NAME[c];
    }

    /** Whether it may end a literal or set a flag of it. */
    static boolean notable(int c) {
        return NOTABLE[c];
    }
}
