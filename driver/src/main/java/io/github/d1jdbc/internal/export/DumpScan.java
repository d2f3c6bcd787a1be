package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.export.DumpResult.LargestStatement;
import io.github.d1jdbc.internal.export.ScannedSchema.ObjectType;
import io.github.d1jdbc.internal.export.ScannedTable.Doubt;
import io.github.d1jdbc.sql.PlainInsert;
import io.github.d1jdbc.sql.SqlLexer;
import io.github.d1jdbc.sql.StatementEnds;
import io.github.d1jdbc.sql.Token;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a dump while it passes, in memory that grows with the schema only: counts statements and rows, remembers what
 * is created, and finds what its reader must know. One thread at a time.
 */
final class DumpScan {

    /** D1 imports no statement with more bytes (developers.cloudflare.com/d1/platform/limits). */
    static final int LONGEST_STATEMENT = 100_000;

    /** What the first word of a statement says. */
    private enum Verb {
        NONE,
        INSERT,
        CREATE,
        OTHER
    }

    private final SqlLexer lexer = new SqlLexer(this::token);
    private final ScannedSchema schema = new ScannedSchema();
    private final InsertScan insert = new InsertScan(schema);
    private final PlainInsert plain = new PlainInsert();
    private final boolean passes;
    private final OpenLine open = new OpenLine();
    private StatementEnds ends = new StatementEnds();
    private long statements;
    private LargestStatement largest = new LargestStatement(0, 0, "");
    private boolean swallowed;
    private @Nullable String openTail;
    private long openTailAt;

    // The statement at hand.
    private Verb verb = Verb.NONE;
    private Verb ended = Verb.NONE;
    private long began;
    private int depth;
    private @Nullable ObjectType type;
    private boolean virtual;
    private boolean awaitsName;
    private boolean awaitsParent;
    private boolean awaitsTriggerTable;
    private boolean instead;
    private @Nullable String name;
    private @Nullable String triggerTable;
    private List<String> parents = new ArrayList<>();
    private String previous = "";

    DumpScan() {
        this(true);
    }

    /** @param passes whether plain rows are passed over; else the lexer reads every byte, which sees the same */
    DumpScan(boolean passes) {
        this.passes = passes;
    }

    /** Takes the next bytes of the dump. */
    void feed(byte[] bytes, int offset, int length) {
        int limit = offset + length;
        int from = offset;
        if (length == 0) return;
        if (!open.isEmpty()) {
            int end = lineEnd(bytes, from, limit);
            if (open.add(bytes, from, end)) {
                from = end;
                if (bytes[end - 1] != '\n') return;
            }
            closeLine();
        }
        int left = take(bytes, from, limit, true);
        if (left < limit) open.begin(bytes, left, limit);
    }

    private void closeLine() {
        if (open.isEmpty()) return;
        take(open.bytes(), 0, open.length(), false);
        open.clear();
    }

    /** Gives the index from which on the last line is to be held until it is whole. */
    private int take(byte[] bytes, int offset, int limit, boolean holds) {
        for (int i = offset; i < limit; ) {
            boolean start = atStart();
            if (start) {
                int end = plain.run(bytes, i, limit, LONGEST_STATEMENT);
                if (plain.rows() > 0) passed(i, end);
                i = end;
                if (i == limit) break;
            }
            int end = lineEnd(bytes, i, limit);
            if (start
                    && holds
                    && bytes[end - 1] != '\n'
                    && limit - i < OpenLine.LONGEST
                    && plain.mayBegin(bytes, i, limit)) {
                return i;
            }
            lex(bytes, i, end);
            i = end;
        }
        return limit;
    }

    private boolean atStart() {
        return verb == Verb.NONE && openTail == null && lexer.between();
    }

    private static int lineEnd(byte[] bytes, int from, int limit) {
        for (int i = from; i < limit; i++) if (bytes[i] == '\n') return i + 1;
        return limit;
    }

    // Learns from an INSERT that is a line of its own how the next one may begin.
    private void lex(byte[] bytes, int from, int to) {
        boolean fresh = atStart();
        long origin = lexer.position() - from;
        long before = statements;
        lexer.feed(bytes, from, to - from);
        if (statements == before || !passes) return;
        long rows = ended == Verb.INSERT ? insert.rowsAt() : InsertScan.NOWHERE;
        if (fresh && statements == before + 1 && verb == Verb.NONE && rows != InsertScan.NOWHERE) {
            plain.learn(bytes, (int) (began - origin), (int) (rows - origin));
        } else {
            plain.forget();
        }
    }

    // More rows for the table that the last INSERT filled.
    private void passed(int from, int to) {
        long origin = lexer.position() - from;
        insert.again(plain, origin);
        statements += plain.rows();
        if (plain.longest() > largest.bytes()) {
            largest = new LargestStatement(plain.longest(), origin + plain.longestAt(), insert.table());
        }
        ended = Verb.INSERT;
        lexer.skip(to - from);
    }

    /** What follows is not D1's writing but ours, which loses nothing. */
    void exact() {
        closeLine();
        insert.exact();
    }

    /** Takes the end of the dump; more may still follow, beginning with a line end. */
    void finish() {
        closeLine();
        lexer.finish();
        if (!swallowed) return;
        openTail = name == null ? "the last statement" : name;
        openTailAt = began;
        end(lexer.position());
        ends = new StatementEnds();
    }

    /** Whether a statement has begun and not ended (the rule of sqlite3_complete()). */
    boolean incomplete() {
        return verb != Verb.NONE;
    }

    /** Whether the last statement's semicolon stands in its comment, so that nothing can follow without another. */
    boolean lacksSemicolon() {
        return openTail != null;
    }

    long statements() {
        return statements;
    }

    /** What was created and filled so far. */
    ScannedSchema schema() {
        return schema;
    }

    /** The longest statement, counted from its first token to behind its semicolon. */
    LargestStatement largest() {
        return largest;
    }

    /** Why D1 would not import the dump as it is. */
    List<String> obstacles() {
        if (openTail != null) schema.obstacles.swallowed(openTailAt, openTail);
        return schema.obstacles();
    }

    private void token(Token token, long start, long end, SqlLexer at) {
        if (token == Token.COMMENT) {
            if (verb != Verb.NONE && at.has(SqlLexer.ENDS_WITH_SEMICOLON)) swallowed = true;
            return;
        }
        if (swallowed) unswallow(token, start, at);
        if (openTail != null) {
            if (token != Token.SEMICOLON) schema.obstacles.swallowed(openTailAt, openTail);
            openTail = null;
        }
        if (verb == Verb.NONE && token != Token.SEMICOLON) begin(token, start, at);
        if (ends.ends(token, at)) {
            if (verb != Verb.NONE) end(end);
            return;
        }
        switch (verb) {
            case INSERT -> insert.token(token, start, at);
            case CREATE -> create(token, start, at);
            case OTHER, NONE -> lookForNul(token, start, at);
        }
    }

    // Only INSERT and CREATE are looked into; a dump has little else (PRAGMA, DELETE, ANALYZE).
    private void begin(Token token, long start, SqlLexer at) {
        began = start;
        depth = 0;
        type = null;
        virtual = false;
        awaitsName = false;
        awaitsParent = false;
        awaitsTriggerTable = false;
        instead = false;
        name = null;
        triggerTable = null;
        previous = "";
        if (!parents.isEmpty()) parents = new ArrayList<>();
        if (token != Token.WORD) {
            verb = Verb.OTHER;
        } else if (at.is("INSERT") || at.is("REPLACE")) {
            verb = Verb.INSERT;
            insert.begin(start);
        } else {
            verb = at.is("CREATE") ? Verb.CREATE : Verb.OTHER;
        }
    }

    private void end(long end) {
        statements++;
        if (verb == Verb.CREATE) register();
        long length = end - began;
        if (length > largest.bytes()) {
            String table = verb == Verb.INSERT ? insert.table() : name == null ? "" : name;
            largest = new LargestStatement(length, began, table);
        }
        if (length > LONGEST_STATEMENT) schema.obstacles.tooLong(began, length);
        ended = verb;
        verb = Verb.NONE;
        swallowed = false;
    }

    // D1 writes "${sql};", so a schema text that ends in a line comment swallows its semicolon and runs into the next
    // statement. Inside of a CREATE, outside of parentheses, none of these words can stand there otherwise; a trigger's
    // body may hold the last four.
    private void unswallow(Token token, long start, SqlLexer at) {
        swallowed = false;
        if (token != Token.WORD) return;
        boolean next = at.is("CREATE");
        if (!next && type != ObjectType.TRIGGER && depth == 0) {
            next = at.is("INSERT") || at.is("DELETE") || at.is("ANALYZE") || at.is("PRAGMA");
        }
        if (!next) return;
        schema.obstacles.swallowed(began, name);
        end(start);
        ends = new StatementEnds();
    }

    // The header up to the name, then REFERENCES of a table and INSTEAD OF … ON of a trigger; the rest only for NUL.
    private void create(Token token, long start, SqlLexer at) {
        lookForNul(token, start, at);
        if (token == Token.PUNCTUATION) {
            byte c = at.contentByte(0);
            if (c == '(') depth++;
            if (c == ')') depth--;
            if (c == '.' && previous.equals("name")) awaitsName = true;
        } else if (token == Token.WORD && type == null) {
            objectType(at);
        } else if (awaitsName) {
            objectName(token, at);
        } else if (awaitsParent) {
            awaitsParent = false;
            parents.add(at.content());
        } else if (awaitsTriggerTable) {
            awaitsTriggerTable = false;
            triggerTable = at.content();
        } else if (token == Token.WORD) {
            keyword(at);
        } else {
            previous = "";
        }
    }

    private void objectType(SqlLexer at) {
        if (at.is("TABLE")) type = ObjectType.TABLE;
        if (at.is("INDEX")) type = ObjectType.INDEX;
        if (at.is("TRIGGER")) type = ObjectType.TRIGGER;
        if (at.is("VIEW")) type = ObjectType.VIEW;
        if (at.is("VIRTUAL")) virtual = true;
        awaitsName = type != null;
    }

    // IF is a legal name, so only IF NOT EXISTS is the clause.
    private void objectName(Token token, SqlLexer at) {
        if (previous.equals("IF NOT") && token == Token.WORD && at.is("EXISTS")) {
            previous = "";
            return;
        }
        awaitsName = false;
        name = at.content();
        previous = "name";
    }

    private void keyword(SqlLexer at) {
        if (previous.equals("name") && at.is("NOT") && "IF".equalsIgnoreCase(name)) {
            awaitsName = true;
            previous = "IF NOT";
            return;
        }
        previous = "";
        if (type == ObjectType.TABLE && !virtual) {
            awaitsParent = at.is("REFERENCES");
        } else if (type == ObjectType.TRIGGER && triggerTable == null) {
            if (at.is("INSTEAD")) instead = true;
            awaitsTriggerTable = at.is("ON");
        }
    }

    private void register() {
        if (type == null || name == null) return;
        if (type == ObjectType.TABLE) {
            schema.createTable(name, virtual, parents);
        } else {
            schema.create(type, name);
            if (instead && triggerTable != null && !schema.hasView(triggerTable)) {
                schema.obstacles.triggerBeforeView(name, triggerTable);
            }
        }
    }

    // D1 writes NUL as it is; SQLite stops reading there (d1-facts 2.6).
    private void lookForNul(Token token, long start, SqlLexer at) {
        boolean nul = token == Token.PUNCTUATION ? at.contentByte(0) == 0 : at.has(SqlLexer.NUL);
        if (nul) schema.noTable.doubt(Doubt.NUL, start);
    }
}
