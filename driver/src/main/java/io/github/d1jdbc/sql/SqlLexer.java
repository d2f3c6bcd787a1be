package io.github.d1jdbc.sql;

import java.nio.charset.StandardCharsets;

/**
 * Turns SQL, fed as UTF-8 bytes in chunks of any size, into tokens in constant memory.
 *
 * <p>The rules are SQLite's (sqlite.org/c3ref/complete.html and its tokenizer): a doubled quote stays inside its
 * literal, a backslash means nothing, comments do not nest. Tcl's {@code $name(text)} is read as far as its name. One thread at a time may use a lexer.
 */
public final class SqlLexer {

    /** Is told of each token when its end has been seen. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes one token.
         *
         * @param start offset of the token's first byte, counted from the first byte ever fed
         * @param end offset behind its last byte
         * @param lexer gives {@link #content()} and the literal's {@link #has flags} until this call returns
         */
        void token(Token token, long start, long end, SqlLexer lexer);
    }

    /** How many bytes of a token {@link #content()} keeps; longer tokens are cut there. */
    public static final int CONTENT_LIMIT = 4096;

    /** A NUL byte stands in the literal; SQLite and D1 stop reading there. */
    public static final int NUL = 1;
    /** The two characters {@code \n} or {@code \r} stand in the literal. */
    public static final int BACKSLASH_ESCAPE = 2;
    /** U+FFFD, what a decoder writes for bytes that are no UTF-8, stands in the literal. */
    public static final int REPLACEMENT = 4;
    /** The comment's last character is a semicolon, which therefore ends no statement. */
    public static final int ENDS_WITH_SEMICOLON = 8;
    /** The token was still open when the input ended. */
    public static final int OPEN = 16;

    private enum State {
        BETWEEN,
        MARK,
        WORD,
        NUMBER,
        PLACEHOLDER,
        PLACEHOLDER_COLON,
        DASH,
        SLASH,
        DOT,
        QUOTE,
        QUOTE_CLOSED,
        BRACKET,
        LINE_COMMENT,
        BLOCK_COMMENT
    }

    private final Sink sink;
    private final byte[] content = new byte[CONTENT_LIMIT];
    private int contentLength;
    private long position;
    private long tokenStart;
    private State state = State.BETWEEN;
    private Token quoted = Token.STRING;
    private int close;
    private int last;
    private int beforeLast;
    private int flags;

    public SqlLexer(Sink sink) {
        this.sink = sink;
    }

    /** Lexes a whole text at once. */
    public static void lex(byte[] sql, Sink sink) {
        SqlLexer lexer = new SqlLexer(sink);
        lexer.feed(sql, 0, sql.length);
        lexer.finish();
    }

    /** The offset behind the last byte fed. */
    public long position() {
        return position;
    }

    /** The token's text, cut at {@link #CONTENT_LIMIT} bytes; quotes are taken off and doubled ones made single. */
    public String content() {
        return new String(content, 0, contentLength, StandardCharsets.UTF_8);
    }

    /** How many bytes of the token's text are kept. */
    public int contentLength() {
        return contentLength;
    }

    /** The byte at an index of the kept text. */
    public byte contentByte(int index) {
        return content[index];
    }

    /** Whether the token is this ASCII keyword, written in upper case, in any case. */
    public boolean is(String keyword) {
        if (contentLength != keyword.length()) return false;
        for (int i = 0; i < contentLength; i++) {
            int c = content[i];
            if (c >= 'a' && c <= 'z') c -= 32;
            if (c != keyword.charAt(i)) return false;
        }
        return true;
    }

    /** Whether the current token has a flag, such as {@link #NUL}. */
    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Whether no token is open: what comes next begins one. */
    public boolean between() {
        return state == State.BETWEEN;
    }

    /** Passes over bytes that the caller has read itself; only {@link #between} tokens. */
    public void skip(int length) {
        if (!between()) throw new IllegalStateException("a token is open");
        position += length;
    }

    /** Takes the next bytes. */
    public void feed(byte[] bytes, int offset, int length) {
        int i = offset;
        int end = offset + length;
        long base = position - offset;
        while (i < end) {
            int c = bytes[i] & 0xFF;
            switch (state) {
                case BETWEEN -> {
                    if (CharClass.of(c) != CharClass.SPACE) begin(c, base + i);
                    i++;
                }
                case MARK -> { // of byte order: white space to SQLite wherever a token could begin
                    if (c != (contentLength == 1 ? 0xBB : 0xBF)) {
                        state = State.WORD;
                    } else {
                        keep(c);
                        i++;
                        if (contentLength == 3) state = State.BETWEEN;
                    }
                }
                case WORD -> {
                    int from = i;
                    while (i < end && CharClass.inName(bytes[i] & 0xFF)) i++;
                    keep(bytes, from, i);
                    if (i == end) break;
                    if (bytes[i] == '\'' && contentLength == 1 && (content[0] | 32) == 'x') {
                        contentLength = 0;
                        openQuote(Token.BLOB, '\'');
                        i++;
                    } else {
                        emit(Token.WORD, base + i);
                    }
                }
                case NUMBER -> {
                    if (CharClass.inName(c) || c == '.' || ((c == '+' || c == '-') && isExponent())) {
                        keep(c);
                        i++;
                    } else {
                        emit(Token.NUMBER, base + i);
                    }
                }
                case PLACEHOLDER -> {
                    if (isPlaceholderByte(c)) {
                        keep(c);
                        i++;
                    } else if (c == ':' && content[0] != '?') {
                        state = State.PLACEHOLDER_COLON;
                        i++;
                    } else {
                        emit(placeholder(), base + i);
                    }
                }
                case PLACEHOLDER_COLON -> {
                    if (c == ':') { // Tcl's namespaces: $a::b
                        keep(c);
                        keep(c);
                        state = State.PLACEHOLDER;
                        i++;
                    } else {
                        emit(placeholder(), base + i - 1);
                        begin(':', base + i - 1);
                    }
                }
                case DASH -> {
                    if (c == '-') {
                        state = State.LINE_COMMENT;
                        i++;
                    } else {
                        emit(Token.PUNCTUATION, base + i);
                    }
                }
                case SLASH -> {
                    if (c == '*') {
                        state = State.BLOCK_COMMENT;
                        last = 0;
                        i++;
                    } else {
                        emit(Token.PUNCTUATION, base + i);
                    }
                }
                case DOT -> {
                    if (CharClass.of(c) == CharClass.DIGIT) {
                        state = State.NUMBER;
                        keep(c);
                        i++;
                    } else {
                        emit(Token.PUNCTUATION, base + i);
                    }
                }
                case QUOTE -> i = quote(bytes, i, end);
                case QUOTE_CLOSED -> {
                    if (c == close) {
                        keep(c);
                        state = State.QUOTE;
                        last = 0;
                        beforeLast = 0;
                        i++;
                    } else {
                        emit(quoted, base + i);
                    }
                }
                case BRACKET -> {
                    i++;
                    if (c == ']') {
                        emit(Token.QUOTED_NAME, base + i);
                    } else {
                        keep(c);
                    }
                }
                case LINE_COMMENT -> {
                    if (c == '\n') {
                        if (last == ';') flags |= ENDS_WITH_SEMICOLON;
                        emit(Token.COMMENT, base + i);
                    } else {
                        if (CharClass.of(c) != CharClass.SPACE) last = c;
                        i++;
                    }
                }
                case BLOCK_COMMENT -> {
                    i++;
                    if (c == '/' && last == '*') {
                        emit(Token.COMMENT, base + i);
                    } else {
                        last = c;
                    }
                }
            }
        }
        position += length;
    }

    /** Ends the input: the token that is still open is given with the flag {@link #OPEN} where it needed an end. */
    public void finish() {
        switch (state) {
            case BETWEEN -> {}
            case MARK, WORD -> emit(Token.WORD, position);
            case NUMBER -> emit(Token.NUMBER, position);
            case PLACEHOLDER -> emit(placeholder(), position);
            case PLACEHOLDER_COLON -> {
                emit(placeholder(), position - 1);
                begin(':', position - 1);
                emit(Token.PUNCTUATION, position);
            }
            case DASH, SLASH, DOT -> emit(Token.PUNCTUATION, position);
            case QUOTE_CLOSED -> emit(quoted, position);
            case QUOTE -> open(quoted);
            case BRACKET -> open(Token.QUOTED_NAME);
            case LINE_COMMENT -> {
                if (last == ';') flags |= ENDS_WITH_SEMICOLON;
                emit(Token.COMMENT, position);
            }
            case BLOCK_COMMENT -> open(Token.COMMENT);
        }
    }

    private void open(Token token) {
        flags |= OPEN;
        emit(token, position);
    }

    private void begin(int c, long at) {
        tokenStart = at;
        contentLength = 0;
        flags = 0;
        last = 0;
        switch (c) {
            case '\'' -> openQuote(Token.STRING, '\'');
            case '"', '`' -> openQuote(Token.QUOTED_NAME, c);
            case '[' -> state = State.BRACKET;
            case ';' -> {
                keep(c);
                emit(Token.SEMICOLON, at + 1);
            }
            case '-' -> one(State.DASH, c);
            case '/' -> one(State.SLASH, c);
            case '.' -> one(State.DOT, c);
            case '?', ':', '@', '$' -> one(State.PLACEHOLDER, c);
            default -> {
                if (CharClass.of(c) == CharClass.NAME) {
                    one(c == 0xEF ? State.MARK : State.WORD, c);
                } else if (CharClass.of(c) == CharClass.DIGIT) {
                    one(State.NUMBER, c);
                } else {
                    keep(c);
                    emit(Token.PUNCTUATION, at + 1);
                }
            }
        }
    }

    private void one(State next, int c) {
        state = next;
        keep(c);
    }

    private void openQuote(Token token, int closing) {
        state = State.QUOTE;
        quoted = token;
        close = closing;
        last = 0;
        beforeLast = 0;
    }

    private int quote(byte[] bytes, int from, int end) {
        int i = from;
        for (; i < end; i++) {
            int c = bytes[i] & 0xFF;
            if (!CharClass.notable(c)) continue;
            if (c == close) break;
            int before = before(bytes, from, i);
            if (c == 0) flags |= NUL;
            if (before == '\\' && (c == 'n' || c == 'r')) flags |= BACKSLASH_ESCAPE;
            if (c == 0xBD && before == 0xBF && before(bytes, from, i - 1) == 0xEF) flags |= REPLACEMENT;
        }
        keep(bytes, from, i);
        if (i < end) {
            state = State.QUOTE_CLOSED;
            return i + 1;
        }
        int previous = before(bytes, from, i - 1);
        last = before(bytes, from, i);
        beforeLast = previous;
        return end;
    }

    // The byte in front of an index, which may have come with the chunk before.
    private int before(byte[] bytes, int from, int index) {
        if (index > from) return bytes[index - 1] & 0xFF;
        return index == from ? last : beforeLast;
    }

    private void keep(int c) {
        if (contentLength < CONTENT_LIMIT) content[contentLength++] = (byte) c;
    }

    private void keep(byte[] bytes, int from, int to) {
        int length = Math.min(to - from, CONTENT_LIMIT - contentLength);
        System.arraycopy(bytes, from, content, contentLength, length);
        contentLength += length;
    }

    // "1e-5" is one number; "1else-5" and "0xe-5" are not.
    private boolean isExponent() {
        if ((content[contentLength - 1] | 32) != 'e') return false;
        for (int i = 0; i < contentLength - 1; i++)
            if (CharClass.of(content[i] & 0xFF) == CharClass.NAME && content[i] != '_') return false;
        return true;
    }

    // Only digits belong to a question mark: "a=?AND b" is legal.
    private boolean isPlaceholderByte(int c) {
        return content[0] == '?' ? CharClass.of(c) == CharClass.DIGIT : CharClass.inName(c);
    }

    // Without a name behind it the character is no token of SQLite's.
    private Token placeholder() {
        return contentLength > 1 || content[0] == '?' ? Token.PLACEHOLDER : Token.PUNCTUATION;
    }

    private void emit(Token token, long end) {
        state = State.BETWEEN;
        sink.token(token, tokenStart, end, this);
    }
}
