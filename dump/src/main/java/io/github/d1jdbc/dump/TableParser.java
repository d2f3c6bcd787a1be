package io.github.d1jdbc.dump;

import io.github.d1jdbc.dump.DumpStatement.CreateTable;
import io.github.d1jdbc.dump.TableDefinition.Column;
import io.github.d1jdbc.dump.TableDefinition.ForeignKey;
import io.github.d1jdbc.sql.SqlLexer;
import io.github.d1jdbc.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads a CREATE TABLE by the grammar of sqlite.org/lang_createtable.html: the column definitions and table
 * constraints between the parentheses, each as its tokens of the first two levels. For one statement.
 */
final class TableParser implements SqlLexer.Sink {

    /** Reserved words, so each surely begins a table constraint; a comma before it may be missing. */
    private static final Set<String> TABLE_CONSTRAINTS = Set.of("CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN");

    private static final Set<String> COLUMN_CONSTRAINTS =
            Set.of("CONSTRAINT", "PRIMARY", "NOT", "NULL", "UNIQUE", "CHECK", "DEFAULT", "COLLATE", "REFERENCES", "AS");

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

        String keyword() {
            return token == Token.WORD ? text.toUpperCase(Locale.ROOT) : "";
        }
    }

    private static final Word NOTHING = new Word(Token.COMMENT, "");

    private final CreateTable table;
    private final List<Column> columns = new ArrayList<>();
    private final List<String> primaryKey = new ArrayList<>();
    private final List<List<String>> uniques = new ArrayList<>();
    private final List<ForeignKey> foreignKeys = new ArrayList<>();
    private boolean checked;
    private boolean withoutRowid;
    private boolean strict;

    private int depth;
    private boolean inConstraints;
    private boolean selected;
    private boolean behind;
    private boolean named;
    private final List<Word> item = new ArrayList<>();
    private int at;

    TableParser(CreateTable table) {
        this.table = table;
    }

    TableDefinition definition() {
        SqlLexer.lex(table.source().rawBytes(), this);
        List<Column> typed = columns.stream()
                .map(column -> new Column(
                        column.name(), column.type(), Affinity.of(column.type(), strict), column.generated()))
                .toList();
        return new TableDefinition(
                table.name(), typed, primaryKey, uniques, foreignKeys, withoutRowid, strict, checked);
    }

    @Override
    public void token(Token token, long start, long end, SqlLexer lexer) {
        if (token == Token.COMMENT || selected) return;
        byte[] bytes = table.source().rawBytes();
        boolean isLiteral = token == Token.BLOB || token == Token.NUMBER;
        String text = isLiteral ? "" : new TokenText(bytes, lexer, token, (int) start, (int) end).get();
        Word word = new Word(token, text);
        if (depth == 0 && !word.is('(')) {
            outside(word);
            return;
        }
        if (word.is('(') && depth++ == 0) return;
        if (word.is(')') && --depth == 0) {
            endItem();
            behind = true;
        } else if (depth == 1 && word.is(',')) {
            endItem();
        } else {
            boolean constraint = depth == 1 && TABLE_CONSTRAINTS.contains(word.keyword());
            if (constraint && inConstraints && !constraintHasOnlyItsName()) endItem();
            if (constraint && item.isEmpty()) inConstraints = true;
            if (depth <= (word.is(')') ? 1 : 2)) item.add(word);
        }
    }

    // "CONSTRAINT name" belongs to the constraint behind it.
    private boolean constraintHasOnlyItsName() {
        return item.size() == 2 && item.get(0).is("CONSTRAINT");
    }

    private void outside(Word word) {
        if (behind) {
            withoutRowid |= word.is("ROWID");
            strict |= word.is("STRICT");
        } else if (named && word.is("AS")) {
            selected = true;
        }
        named |= word.isName() && word.text().equals(table.name());
    }

    private void endItem() {
        at = 0;
        if (!item.isEmpty()) {
            if (inConstraints) tableConstraint();
            else column();
        }
        item.clear();
    }

    private void column() {
        String name = take().text();
        String type = type();
        boolean generated = false;
        while (at < item.size()) {
            Word word = take();
            switch (word.keyword()) {
                case "PRIMARY" -> primaryKey.add(name);
                case "UNIQUE" -> uniques.add(List.of(name));
                case "CHECK" -> checked = true;
                case "CONSTRAINT", "COLLATE" -> take();
                case "REFERENCES" -> foreignKeys.add(new ForeignKey(List.of(name), take().text(), names()));
                case "AS" -> generated = true;
                default -> skipParentheses(word);
            }
        }
        columns.add(new Column(name, type, Affinity.BLOB, generated));
    }

    private String type() {
        StringBuilder type = new StringBuilder();
        while (peek().isName() && !COLUMN_CONSTRAINTS.contains(peek().keyword()) && !beginsGenerated()) {
            type.append(type.length() > 0 ? " " : "").append(take().text());
        }
        if (type.length() > 0) skipParentheses(peek().is('(') ? take() : NOTHING);
        return type.toString();
    }

    private boolean beginsGenerated() {
        return peek().is("GENERATED")
                && at + 1 < item.size()
                && item.get(at + 1).is("ALWAYS");
    }

    private void tableConstraint() {
        while (at < item.size()) {
            switch (take().keyword()) {
                case "CONSTRAINT" -> take();
                case "PRIMARY" -> {
                    take();
                    primaryKey.addAll(names());
                }
                case "UNIQUE" -> uniques.add(names());
                case "CHECK" -> checked = true;
                case "FOREIGN" -> {
                    take();
                    List<String> own = names();
                    if (take().is("REFERENCES")) foreignKeys.add(new ForeignKey(own, take().text(), names()));
                }
                default -> {}
            }
        }
    }

    /** The first name of each part of a list in parentheses; empty where no list follows. */
    private List<String> names() {
        List<String> names = new ArrayList<>();
        if (!peek().is('(')) return names;
        take();
        boolean first = true;
        while (at < item.size() && !peek().is(')')) {
            Word word = take();
            if (first && word.isName()) names.add(word.text());
            first = word.is(',');
        }
        take();
        return names;
    }

    private void skipParentheses(Word open) {
        if (!open.is('(')) return;
        int level = 1;
        while (at < item.size() && level > 0) {
            Word word = take();
            if (word.is('(')) level++;
            if (word.is(')')) level--;
        }
    }

    private Word peek() {
        return at < item.size() ? item.get(at) : NOTHING;
    }

    private Word take() {
        Word word = peek();
        at++;
        return word;
    }
}
