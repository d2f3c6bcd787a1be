package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.sql.TokenList;
import io.github.d1jdbc.sql.TokenList.Piece;
import io.github.d1jdbc.sql.normal.StatementText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The CREATE statements of a dump, to be written in the order that restores. For one dump and one thread. */
final class RestorableSchema {

    private enum Kind {
        TABLE,
        VIRTUAL,
        INDEX,
        VIEW,
        TRIGGER
    }

    private static final class Create {
        final Kind kind;
        final String name;
        final boolean parentKey;
        final byte[] sql;

        Create(Kind kind, String name, boolean parentKey, byte[] sql) {
            this.kind = kind;
            this.name = name;
            this.parentKey = parentKey;
            this.sql = sql;
        }
    }

    /** Takes statements without their semicolons. */
    interface Out {
        void statement(byte[] sql) throws ExportException;
    }

    private final References references;
    private final List<Create> creates = new ArrayList<>();
    private boolean counts;

    RestorableSchema(References references) {
        this.references = references;
    }

    void add(byte[] sql) {
        TokenList tokens = TokenList.of(new String(sql, StandardCharsets.UTF_8));
        int i = 1;
        boolean unique = tokens.get(i).is("UNIQUE");
        if (unique || tokens.get(i).is("TEMP")) i++;
        Kind kind = tokens.get(i).is("VIRTUAL")
                ? Kind.VIRTUAL
                : tokens.get(i).is("TABLE")
                        ? Kind.TABLE
                        : tokens.get(i).is("INDEX") ? Kind.INDEX : tokens.get(i).is("VIEW") ? Kind.VIEW : Kind.TRIGGER;
        i += kind == Kind.VIRTUAL ? 2 : 1;
        if (tokens.get(i).is("IF") && tokens.get(i + 1).is("NOT")) i += 3;
        String name = tokens.get(i).text();
        boolean parentKey = unique && isParentKey(tokens, i + 1);
        if (kind == Kind.TABLE) {
            for (int t = i; t < tokens.size(); t++) counts |= tokens.get(t).is("AUTOINCREMENT");
        }
        creates.add(new Create(kind, name, parentKey, sql));
    }

    // Without its unique index a parent is none: SQLite answers "foreign key mismatch" to every row of the child.
    private boolean isParentKey(TokenList tokens, int on) {
        String table = tokens.get(on + 1).text();
        Set<String> columns = new HashSet<>();
        for (int i = on + 3; i < tokens.size(); i++) {
            Piece piece = tokens.get(i);
            if (piece.depth() == 0) return piece.is(')') && i == tokens.size() - 1 && isReferred(table, columns);
            boolean first = tokens.get(i - 1).is(',') || i == on + 3;
            if (first) columns.add(ScannedSchema.folded(piece.text()));
            else if (piece.depth() > 1 || (!piece.isName() && !piece.is(','))) return false;
        }
        return false;
    }

    private boolean isReferred(String table, Set<String> columns) {
        return references.all().stream()
                .anyMatch(reference -> reference.isParent(table)
                        && reference.to().stream()
                                .map(ScannedSchema::folded)
                                .collect(java.util.stream.Collectors.toSet())
                                .equals(columns));
    }

    /** Whether a table has a counter in sqlite_sequence. */
    boolean counts() {
        return counts;
    }

    /** Whether there is any statement. */
    boolean isEmpty() {
        return creates.isEmpty();
    }

    /** The folded names of all objects. */
    Set<String> names() {
        Set<String> names = new HashSet<>();
        creates.forEach(create -> names.add(ScannedSchema.folded(create.name)));
        return names;
    }

    boolean isVirtual(String table) {
        String folded = ScannedSchema.folded(table);
        return creates.stream()
                .anyMatch(create -> create.kind == Kind.VIRTUAL
                        && ScannedSchema.folded(create.name).equals(folded));
    }

    /** What rows need: tables, and the indexes that make keys of their columns. */
    void beforeRows(Out out) throws ExportException {
        write(Kind.TABLE, out);
        write(Kind.VIRTUAL, out);
        for (Create create : creates) if (create.parentKey) out.statement(create.sql);
    }

    void indexes(Out out) throws ExportException {
        for (Create create : creates) if (create.kind == Kind.INDEX && !create.parentKey) out.statement(create.sql);
    }

    /** What must not disturb the rows. */
    void viewsAndTriggers(Out out) throws ExportException {
        write(Kind.VIEW, out);
        for (Create create : creates) {
            if (create.kind == Kind.TRIGGER) out.statement(StatementText.withLineFeeds(create.sql));
        }
    }

    private void write(Kind kind, Out out) throws ExportException {
        for (Create create : creates) if (create.kind == kind) out.statement(create.sql);
    }
}
