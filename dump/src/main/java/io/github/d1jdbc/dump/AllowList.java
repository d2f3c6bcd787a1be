package io.github.d1jdbc.dump;

import io.github.d1jdbc.dump.DumpStatement.Analyze;
import io.github.d1jdbc.dump.DumpStatement.Create;
import io.github.d1jdbc.dump.DumpStatement.CreateTable;
import io.github.d1jdbc.dump.DumpStatement.CreateTrigger;
import io.github.d1jdbc.dump.DumpStatement.CreateView;
import io.github.d1jdbc.dump.DumpStatement.CreateVirtualTable;
import io.github.d1jdbc.dump.DumpStatement.InsertOther;
import io.github.d1jdbc.dump.DumpStatement.Other;
import io.github.d1jdbc.dump.DumpStatement.Pragma;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a dump is ever run, wherever that is: a dump is a program, and one with ATTACH in it writes files anywhere.
 * Everything that is not named here is refused. Threads may share it.
 */
public final class AllowList {

    /** The modules that D1 has; the shadow tables of others would need their own rules. */
    private static final Set<String> MODULES = Set.of("fts5", "fts5vocab", "rtree", "rtree_i32");

    /** They are read over: the loader has its own transaction, and the shell's schema rows are run as statements. */
    private static final Set<String> PRAGMAS = Set.of("foreign_keys", "defer_foreign_keys", "writable_schema");

    private AllowList() {}

    /**
     * Why a statement is not run, {@code null} if it may be.
     *
     * @param allowed first words, such as {@code UPDATE}, of statements that somebody lets through by name
     */
    public static @Nullable String refusal(DumpStatement statement, Set<String> allowed) {
        String refusal = refusal(statement);
        if (refusal == null || allowed.isEmpty()) return refusal;
        byte[] start = statement.source().rawBytes();
        int end = 0;
        while (end < start.length && Character.isLetter(start[end])) end++;
        String first = new String(start, 0, end, StandardCharsets.US_ASCII);
        return allowed.stream().anyMatch(first::equalsIgnoreCase) ? null : refusal;
    }

    /** Why a statement is not run, {@code null} if it may be. */
    public static @Nullable String refusal(DumpStatement statement) {
        if (statement instanceof InsertRow row) return row(row);
        byte[] bytes = statement.source().rawBytes();
        if (Bytes.indexOf(bytes, 0, bytes.length, '\0') < bytes.length) {
            return "a NUL byte in it, at which a database stops reading";
        }
        if (statement instanceof Create create) return create(create);
        if (statement instanceof Pragma pragma) return pragma(pragma);
        if (statement instanceof Analyze analyze) {
            return D1Rules.isSchemaTable(analyze.target()) ? null : "only ANALYZE sqlite_schema belongs into a dump";
        }
        if (statement instanceof InsertOther) return "an INSERT that is not only rows of values is never run";
        return statement instanceof Other ? "a statement that no dump of D1 has is never run" : null;
    }

    private static @Nullable String create(Create create) {
        if (isForeign(create.schema())) return "it belongs into another schema than main";
        boolean temporary = (create instanceof CreateTable table && table.temporary())
                || (create instanceof CreateView view && view.temporary())
                || (create instanceof CreateTrigger trigger && trigger.temporary());
        if (temporary) return "temporary objects belong into no dump";
        if (create instanceof CreateTable table
                && TableDefinition.of(table).columns().isEmpty()) {
            return "a table that is made by a SELECT is never run";
        }
        if (create instanceof CreateVirtualTable table && !isKnownModule(table.module())) {
            return "virtual tables are only made of fts5 and rtree, not of " + table.module();
        }
        return null;
    }

    private static @Nullable String pragma(Pragma pragma) {
        boolean known = PRAGMAS.contains(pragma.name()) || pragma.name().equals("ignore_check_constraints");
        return known ? null : "PRAGMA " + pragma.name() + " belongs into no dump";
    }

    private static @Nullable String row(InsertRow row) {
        if (isForeign(row.target().schema())) return "it belongs into another schema than main";
        boolean reserved = D1Rules.isReserved(row.table())
                && !D1Rules.isWritableSystemTable(row.table())
                && !D1Rules.isSchemaTable(row.table());
        if (reserved) return "rows of " + row.table() + " belong into no dump";
        for (int i = 0; i < row.size(); i++) {
            if (row.cells().form(i) == Cells.EXPRESSION && !ExpressionCheck.allows(row.sqlAt(i))) {
                return "the value " + DumpException.clean(row.sqlAt(i)) + " is neither a literal nor a known function";
            }
        }
        return null;
    }

    static boolean isKnownModule(String module) {
        return MODULES.contains(SchemaCheck.key(module));
    }

    private static boolean isForeign(@Nullable String schema) {
        return schema != null && !schema.equalsIgnoreCase("main");
    }
}
