package io.github.d1jdbc;

import io.github.d1jdbc.internal.Rows;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of an answer D1's JSON may have lost: the digits of an integer from 2^53 on, which it rounds; an infinity, which
 * it writes as null; bytes of a text that are no UTF-8, which it writes as U+FFFD (d1-engine-facts, "Exact reads").
 */
final class Doubt {
    private static final char REPLACEMENT = '\uFFFD';

    private Doubt() {}

    /**
     * The form in which a query must be read again, or null where nothing is in doubt.
     *
     * @param sent how the query went, in the exact form perhaps
     */
    static Exactness.@Nullable Form form(RealColumns reals, Step sent, Outcome.Result result) {
        int columns = result.cells().columns().size();
        if (result.cells() instanceof Cells.Wire wire) {
            boolean hidesInfinity = reals.hidesInfinity(result.statement(), wire);
            Set<Integer> broken = broken(wire.rows(), columns);
            boolean doubt = hidesInfinity || !broken.isEmpty() || Values.mayBeRounded(wire);
            return doubt ? new Exactness.Form(columns, broken) : null;
        }
        if (!(result.cells() instanceof ExactRows exact) || !(sent.form() instanceof Step.Wrapped wrapped)) return null;
        Set<Integer> hex = new HashSet<>(wrapped.exact().hex());
        return hex.addAll(broken(exact.rows(), columns)) ? new Exactness.Form(columns, hex) : null;
    }

    /** The columns with a text that holds U+FFFD: the user's own, or D1's for bytes that are no UTF-8. */
    private static Set<Integer> broken(Rows rows, int columns) {
        Set<Integer> broken = new HashSet<>();
        if (!rows.hasReplacements()) return broken;
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows.rowCount(); row++) {
                if (rows.cell(row, column) != Rows.Cell.TEXT) continue;
                if (rows.text(row, column).indexOf(REPLACEMENT) < 0) continue;
                broken.add(column);
                break;
            }
        }
        return broken;
    }
}
