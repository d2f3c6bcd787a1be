package io.github.d1jdbc.dump;

import io.github.d1jdbc.dump.DumpStatement.Analyze;
import io.github.d1jdbc.dump.DumpStatement.CreateIndex;
import io.github.d1jdbc.dump.DumpStatement.CreateTable;
import io.github.d1jdbc.dump.DumpStatement.CreateTrigger;
import io.github.d1jdbc.dump.DumpStatement.CreateView;
import io.github.d1jdbc.dump.DumpStatement.CreateVirtualTable;
import io.github.d1jdbc.dump.DumpStatement.DeleteFromSequence;
import io.github.d1jdbc.dump.DumpStatement.Other;
import io.github.d1jdbc.dump.DumpStatement.Pragma;
import io.github.d1jdbc.dump.DumpStatement.Transaction;
import io.github.d1jdbc.sql.SqlLexer;
import io.github.d1jdbc.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says what a complete statement is, from its first tokens; an INSERT goes to an {@link InsertParser}. For one
 * statement.
 */
final class StatementParser implements SqlLexer.Sink {

    /** More than any trigger's {@code UPDATE OF} list can have (2,000 columns). */
    private static final int MOST_TOKENS = 4_200;

    private record Word(Token token, String text) {
        boolean is(String keyword) {
            return token == Token.WORD && text.equalsIgnoreCase(keyword);
        }

        boolean is(char c) {
            return token == Token.PUNCTUATION && text.charAt(0) == c;
        }

        boolean isName() {
            return token == Token.WORD || token == Token.QUOTED_NAME || token == Token.STRING;
        }
    }

    private final byte[] bytes;
    private final int from;
    private final List<Word> words = new ArrayList<>();
    private @Nullable InsertParser insert;
    private int at;

    private StatementParser(byte[] bytes, int from) {
        this.bytes = bytes;
        this.from = from;
    }

    /** Reads the statement that stands between two indexes. */
    static StatementParser of(byte[] bytes, int from, int to) {
        StatementParser parser = new StatementParser(bytes, from);
        SqlLexer lexer = new SqlLexer(parser);
        lexer.feed(bytes, from, to - from);
        lexer.finish();
        return parser;
    }

    @Override
    public void token(Token token, long start, long end, SqlLexer lexer) {
        if (token == Token.COMMENT) return;
        boolean first = words.isEmpty() && insert == null;
        if (first && token == Token.WORD && (lexer.is("INSERT") || lexer.is("REPLACE"))) insert = new InsertParser();
        TokenText text = new TokenText(bytes, lexer, token, (int) start + from, (int) end + from);
        if (insert != null) {
            insert.token(token, end + from, lexer, text);
        } else if (words.size() < MOST_TOKENS) {
            boolean isShort = token == Token.BLOB || token == Token.NUMBER; // what is cut off matters to nobody
            words.add(new Word(token, isShort ? lexer.content() : text.get()));
        }
    }

    /** What reads the INSERT, {@code null} if the statement is none. */
    @Nullable
    InsertParser insert() {
        return insert;
    }

    /** Whether there was no token at all. */
    boolean isEmpty() {
        return words.isEmpty() && insert == null;
    }

    /** The statement, typed; not for an INSERT of rows. */
    DumpStatement statement(StatementSource source) {
        if (insert != null) return new DumpStatement.InsertOther(source, insert.target());
        String verb = words.get(0).token == Token.WORD ? words.get(0).text.toUpperCase(Locale.ROOT) : "";
        at = 1;
        DumpStatement known = switch (verb) {
            case "CREATE" -> create(source);
            case "PRAGMA" -> pragma(source);
            case "DELETE" -> delete(source);
            case "ANALYZE" -> new Analyze(source, has() ? words.get(words.size() - 1).text : "");
            case "BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE" -> new Transaction(source, verb);
            default -> null;
        };
        return known == null ? new Other(source, verb) : known;
    }

    private @Nullable DumpStatement create(StatementSource source) {
        boolean temporary = take("TEMP") || take("TEMPORARY");
        boolean unique = take("UNIQUE");
        boolean virtual = take("VIRTUAL");
        String kind = has() ? words.get(at++).text.toUpperCase(Locale.ROOT) : "";
        boolean ifNotExists = take("IF") && take("NOT") && take("EXISTS");
        String name = name();
        if (name == null) return null;
        String schema = null;
        if (take('.')) {
            schema = name;
            name = name();
            if (name == null) return null;
        }
        if (virtual) return virtualTable(source, kind, schema, name, ifNotExists);
        return switch (kind) {
            case "TABLE" -> new CreateTable(source, schema, name, ifNotExists, temporary);
            case "VIEW" -> new CreateView(source, schema, name, ifNotExists, temporary);
            case "INDEX" -> index(source, schema, name, ifNotExists, unique);
            case "TRIGGER" -> trigger(source, schema, name, ifNotExists, temporary);
            default -> null;
        };
    }

    private @Nullable DumpStatement virtualTable(
            StatementSource source, String kind, @Nullable String schema, String name, boolean ifNotExists) {
        if (!kind.equals("TABLE") || !take("USING")) return null;
        String module = name();
        return module == null ? null : new CreateVirtualTable(source, schema, name, ifNotExists, module);
    }

    private @Nullable DumpStatement index(
            StatementSource source, @Nullable String schema, String name, boolean ifNotExists, boolean unique) {
        if (!take("ON")) return null;
        String table = name();
        return table == null ? null : new CreateIndex(source, schema, name, ifNotExists, table, unique);
    }

    private @Nullable DumpStatement trigger(
            StatementSource source, @Nullable String schema, String name, boolean ifNotExists, boolean temporary) {
        boolean insteadOf = take("INSTEAD");
        while (has() && !words.get(at).is("ON")) at++; // ON is reserved, so no bare name before it
        if (!take("ON")) return null;
        String table = name();
        if (table == null) return null;
        return new CreateTrigger(source, schema, name, ifNotExists, temporary, table, insteadOf);
    }

    private @Nullable DumpStatement pragma(StatementSource source) {
        String name = name();
        if (take('.')) name = name();
        if (name == null) return null;
        StringBuilder value = new StringBuilder();
        if (take('=') || take('(')) {
            while (has() && !words.get(at).is(')')) value.append(words.get(at++).text);
        }
        return new Pragma(source, name.toLowerCase(Locale.ROOT), value.toString());
    }

    private @Nullable DumpStatement delete(StatementSource source) {
        boolean sequence = take("FROM") && has() && words.get(at++).text.equalsIgnoreCase("sqlite_sequence");
        if (!sequence) return null;
        // Of one table, as d1dump writes where it leaves the counters of others alone.
        boolean ofOne = take("WHERE")
                && "name".equalsIgnoreCase(name())
                && take('=')
                && has()
                && words.get(at++).token == Token.STRING;
        boolean ofAll = words.size() == 3;
        return (ofOne || ofAll) && !has() ? new DeleteFromSequence(source, ofAll) : null;
    }

    private boolean has() {
        return at < words.size();
    }

    private boolean take(String keyword) {
        boolean is = has() && words.get(at).is(keyword);
        if (is) at++;
        return is;
    }

    private boolean take(char c) {
        boolean is = has() && words.get(at).is(c);
        if (is) at++;
        return is;
    }

    private @Nullable String name() {
        return has() && words.get(at).isName() ? words.get(at++).text : null;
    }
}
