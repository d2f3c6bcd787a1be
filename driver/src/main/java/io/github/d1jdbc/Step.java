package io.github.d1jdbc;

import io.github.d1jdbc.Session.Command;
import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.internal.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One command of a request: the statements that are sent for it, and how its result is read from theirs. Immutable.
 *
 * @param main the command's own statement in the form in which it goes
 * @param form how its result is read
 * @param labels asks for the labels of a wrapped query, or null
 * @param count asks what it changed, or null for what changes no rows
 */
record Step(
        Command command,
        RestClient.Statement main,
        Form form,
        RestClient.@Nullable Statement labels,
        RestClient.@Nullable Statement count) {

    /** How a result is read. */
    sealed interface Form {}

    /** As it comes. */
    record Plain() implements Form {}

    /**
     * A query that {@link ExactQuery} wrapped.
     *
     * @param labels null where the request asks for them
     */
    record Wrapped(@Nullable List<String> labels, Exactness.Form exact) implements Form {}

    /** A list of this many columns and their shadows behind them. */
    record Shadowed(int columns) implements Form {}

    private static final RestClient.Statement KEY = RestClient.Statement.of("SELECT CAST(last_insert_rowid() AS TEXT)");

    // Text of the user inside a literal may look like it; then the key is only asked for twice.
    private static final Pattern UPSERT = Pattern.compile("(?i)\\bON\\s+CONFLICT\\b");

    static Step plain(Command command, RestClient.Statement main, RestClient.@Nullable Statement count) {
        return new Step(command, main, new Plain(), null, count);
    }

    boolean isPlain() {
        return form instanceof Plain;
    }

    // DO UPDATE leaves the key of before, which may be that of any client's insert.
    boolean asksForKeyBefore() {
        return count != null && UPSERT.matcher(command.statement().text()).find();
    }

    List<RestClient.Statement> statements() {
        List<RestClient.Statement> statements = new ArrayList<>();
        if (labels != null) statements.add(labels);
        if (asksForKeyBefore()) statements.add(KEY);
        statements.add(main);
        if (count != null) statements.add(count);
        return statements;
    }

    /** Whether the rows show that another client has changed the table since its columns were read. */
    boolean isOutdated(Rows rows) {
        return form instanceof Shadowed shadowed && rows.columns().size() != 2 * shadowed.columns();
    }

    /** The rows of the command; {@code labelled} is the answer to {@link #labels} or null. */
    Cells cells(Rows rows, @Nullable Rows labelled, RealColumns reals) {
        if (form instanceof Wrapped wrapped) {
            List<String> names = wrapped.labels() != null ? wrapped.labels() : rows.columns();
            return new ExactRows(labelled != null ? labelled.columns() : names, rows, 0);
        }
        if (form instanceof Shadowed shadowed) {
            int columns = shadowed.columns();
            if (rows.columns().size() == 2 * columns)
                return new ExactRows(rows.columns().subList(0, columns), rows, columns);
            // The table has got other columns since its schema was read; their shadows are still the last ones.
            int own = rows.columns().size() - columns;
            return new Cells.Wire(rows, rows.columns().subList(0, own), Set.of());
        }
        Set<Integer> real = rows.rowCount() == 0 ? Set.of() : reals.of(command.statement(), rows.columns());
        return new Cells.Wire(rows, rows.columns(), real);
    }
}
