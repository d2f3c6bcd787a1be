package io.github.d1jdbc.internal.schema;

import io.github.d1jdbc.internal.schema.ForeignKey.Deferral;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a CREATE TABLE says and no PRAGMA tells: the names of constraints, when foreign keys are checked, collations.
 * SQLite has parsed the statement before it stored it, so nothing is checked here (sqlite.org/lang_createtable.html).
 * Immutable.
 *
 * @param primaryKeyName the CONSTRAINT's name of the primary key, or null
 * @param references the foreign keys in the order in which they stand
 * @param collations by column name in lower case, in upper case
 */
record CreateTable(@Nullable String primaryKeyName, List<Reference> references, Map<String, String> collations) {

    /** A foreign key; {@code name} is its CONSTRAINT's or null. */
    record Reference(@Nullable String name, List<String> columns, String parent, Deferral deferral) {}

    CreateTable {
        references = List.copyOf(references);
        collations = Map.copyOf(collations);
    }

    static CreateTable parse(String sql) {
        return new Parser(new SqlTokens(sql)).parse();
    }

    private static final class Parser {
        private final SqlTokens tokens;
        private final List<Reference> references = new ArrayList<>();
        private final Map<String, String> collations = new HashMap<>();
        private @Nullable String primaryKeyName;
        // Of the definition that is being read:
        private String column = "";
        private @Nullable String constraint;
        private List<String> keyColumns = List.of();

        Parser(SqlTokens tokens) {
            this.tokens = tokens;
        }

        CreateTable parse() {
            tokens.goToGroup();
            do {
                tokens.next(); // the parenthesis or the comma
                definition();
            } while (tokens.is(','));
            return new CreateTable(primaryKeyName, references, collations);
        }

        // A column or table constraints; SQLite needs no comma between the latter.
        private void definition() {
            constraint = null;
            column = startsTableConstraint() ? "" : tokens.next();
            while (!tokens.atEnd() && !tokens.is(',') && !tokens.is(')')) clause();
        }

        // None of these words can be a column's name without quotes (the grammar's list of fallbacks, parse.y).
        private boolean startsTableConstraint() {
            return tokens.is("CONSTRAINT")
                    || tokens.is("PRIMARY")
                    || tokens.is("UNIQUE")
                    || tokens.is("CHECK")
                    || tokens.is("FOREIGN");
        }

        private void clause() {
            if (tokens.skip("CONSTRAINT")) {
                constraint = tokens.next();
            } else if (tokens.skip("PRIMARY")) {
                primaryKeyName = constraint;
                constraint = null;
            } else if (tokens.skip("UNIQUE") || tokens.skip("CHECK") || tokens.skip("NULL") || tokens.skip("AS")) {
                constraint = null;
            } else if (tokens.skip("DEFAULT")) {
                constraint = null;
                tokens.skipItem(); // a word here is a value
            } else if (tokens.skip("COLLATE")) {
                constraint = null;
                collations.put(SchemaSnapshot.fold(column), tokens.next().toUpperCase(Locale.ROOT));
            } else if (tokens.skip("FOREIGN")) {
                tokens.next(); // KEY
                keyColumns = tokens.names();
            } else if (tokens.skip("REFERENCES")) {
                reference();
            } else if (tokens.skip("NOT")) {
                if (tokens.skip("DEFERRABLE")) deferrable(false);
            } else if (tokens.skip("DEFERRABLE")) {
                deferrable(true);
            } else if (tokens.skip("SET")) {
                tokens.next(); // ON DELETE SET DEFAULT, whose DEFAULT has no value
            } else {
                tokens.skipItem();
            }
        }

        private void reference() {
            List<String> columns = keyColumns.isEmpty() ? List.of(column) : keyColumns;
            references.add(new Reference(constraint, columns, tokens.next(), Deferral.NOT_DEFERRABLE));
            keyColumns = List.of();
            constraint = null;
        }

        private void deferrable(boolean may) {
            boolean deferred = tokens.skip("INITIALLY") && tokens.next().equalsIgnoreCase("DEFERRED");
            if (!may || references.isEmpty()) return;
            Reference last = references.remove(references.size() - 1);
            Deferral deferral = deferred ? Deferral.INITIALLY_DEFERRED : Deferral.INITIALLY_IMMEDIATE;
            references.add(new Reference(last.name(), last.columns(), last.parent(), deferral));
        }
    }
}
