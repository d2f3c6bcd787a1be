package io.github.d1jdbc.sql;

/** The kinds of tokens that {@link SqlLexer} gives; white space gives none. */
public enum Token {
    /** A keyword or a bare name. */
    WORD,
    /** A name in double quotes, backticks or brackets. */
    QUOTED_NAME,
    /** A text literal in single quotes. */
    STRING,
    /** A blob literal, {@code X'…'}. */
    BLOB,
    /** A number without its sign, as it is written. */
    NUMBER,
    /** {@code ?}, {@code ?1}, {@code :name}, {@code @name} or {@code $name}. */
    PLACEHOLDER,
    /** The semicolon. */
    SEMICOLON,
    /** One character of anything else. */
    PUNCTUATION,
    /** A comment, {@code --} to the line's end or {@code /*} to its closing. */
    COMMENT
}
