package io.github.d1jdbc.dump.verify;

import io.github.d1jdbc.dump.verify.DatabaseSchema.SchemaObject;
import io.github.d1jdbc.sql.SqlLexer;
import io.github.d1jdbc.sql.Token;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Compares what two databases have in their sqlite_schema: the texts, without comments and white space. */
final class SchemaText {

    private SchemaText() {}

    /** Adds a difference for each object that only one side has, or has otherwise. */
    static void compare(
            List<SchemaObject> dump,
            List<SchemaObject> other,
            Predicate<SchemaObject> wanted,
            List<Difference> differences) {
        Map<String, SchemaObject> there = new LinkedHashMap<>();
        for (SchemaObject object : other) if (wanted.test(object)) there.put(key(object), object);
        for (SchemaObject object : dump) {
            if (!wanted.test(object)) continue;
            SchemaObject found = there.remove(key(object));
            String what = object.type() + " " + object.name();
            if (found == null) {
                add(differences, object, "there", "missing", "the database has no " + what);
            } else if (!normal(object.sql()).equals(normal(found.sql()))) {
                String message = "the " + what + " is made otherwise in the database";
                add(differences, object, shorten(object.sql()), shorten(found.sql()), message);
            }
        }
        for (SchemaObject object : there.values()) {
            add(differences, object, "none", "there", "the dump has no " + object.type() + " " + object.name());
        }
    }

    private static void add(
            List<Difference> differences, SchemaObject object, String expected, String found, String message) {
        differences.add(new Difference(Difference.Kind.SCHEMA, object.name(), expected, found, message));
    }

    private static String key(SchemaObject object) {
        return object.type() + " " + Verifier.key(object.name());
    }

    /** The tokens of a statement; a dump may end it with a comment, a line or nothing. */
    static String normal(String sql) {
        StringBuilder normal = new StringBuilder();
        byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
        SqlLexer.lex(bytes, (token, start, end, lexer) -> {
            if (token == Token.COMMENT || token == Token.SEMICOLON) return;
            normal.append(new String(bytes, (int) start, (int) (end - start), StandardCharsets.UTF_8))
                    .append(' ');
        });
        return normal.toString();
    }

    private static String shorten(String sql) {
        String line = sql.strip().replaceAll("\\s+", " ");
        return line.length() <= 40 ? line : line.substring(0, 37) + "...";
    }
}
