package io.github.d1jdbc.dump;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.d1jdbc.sql.SqlLexer;
import io.github.d1jdbc.sql.Token;

/** The text of a token without its quotes; whole also where the lexer keeps only the beginning. */
final class TokenText {

    private final byte[] bytes;
    private final SqlLexer lexer;
    private final Token token;
    private final int start;
    private final int end;

    /** {@code start} and {@code end} are indexes in {@code bytes}. */
    TokenText(byte[] bytes, SqlLexer lexer, Token token, int start, int end) {
        this.bytes = bytes;
        this.lexer = lexer;
        this.token = token;
        this.start = start;
        this.end = end;
    }

    String get() {
        if (lexer.contentLength() < SqlLexer.CONTENT_LIMIT) return lexer.content();
        return switch (token) {
            case STRING, QUOTED_NAME -> {
                String quote = new String(bytes, start, 1, UTF_8);
                String inside = new String(bytes, start + 1, end - start - 2, UTF_8);
                yield quote.equals("[") ? inside : inside.replace(quote + quote, quote);
            }
            default -> new String(bytes, start, end - start, UTF_8);
        };
    }
}
