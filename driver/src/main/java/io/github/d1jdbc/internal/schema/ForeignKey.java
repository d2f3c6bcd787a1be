package io.github.d1jdbc.internal.schema;

import java.util.List;
import java.util.Locale;

/**
 * A foreign key of a table. Immutable.
 *
 * @param name its CONSTRAINT's name, or one made of table and columns that is the same at every reading
 * @param columns of the child, in order
 * @param parent the parent's name as the parent has it, or as it is referred to where there is no such table
 * @param parentColumns one for each of {@code columns}; empty texts where the parent cannot tell them
 */
public record ForeignKey(
        String name,
        List<String> columns,
        String parent,
        List<String> parentColumns,
        Action onUpdate,
        Action onDelete,
        Deferral deferral) {

    /** What happens to the child's rows. */
    public enum Action {
        NO_ACTION,
        RESTRICT,
        SET_NULL,
        SET_DEFAULT,
        CASCADE;

        /** The action of these words, for instance {@code SET NULL}. */
        static Action of(String words) {
            return valueOf(words.toUpperCase(Locale.ROOT).replace(' ', '_'));
        }
    }

    /** When the key is checked (sqlite.org/foreignkeys.html#fk_deferred). */
    public enum Deferral {
        NOT_DEFERRABLE,
        INITIALLY_IMMEDIATE,
        INITIALLY_DEFERRED
    }

    public ForeignKey {
        columns = List.copyOf(columns);
        parentColumns = List.copyOf(parentColumns);
    }

    ForeignKey refersTo(String realParent, List<String> realColumns) {
        return new ForeignKey(name, columns, realParent, realColumns, onUpdate, onDelete, deferral);
    }
}
