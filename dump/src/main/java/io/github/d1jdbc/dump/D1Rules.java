package io.github.d1jdbc.dump;

import java.util.Locale;
import java.util.Set;

/** What D1 allows and how much of it (limits page, workerd's allow list in sqlite.c++, and seen on the engine). */
public final class D1Rules {

    /** The most bytes of a statement. */
    public static final int STATEMENT_BYTES = 100_000;
    /** The most bytes of a row, and so of a value. */
    public static final int ROW_BYTES = 2_000_000;
    /** The most columns of a table. */
    public static final int COLUMNS = 100;
    /** The largest file that is imported. */
    public static final long IMPORT_BYTES = 5L << 30;

    /** Others answer {@code not authorized: SQLITE_AUTH}. */
    static final Set<String> PRAGMAS = Set.of(
            "table_list",
            "table_info",
            "table_xinfo",
            "foreign_key_list",
            "index_list",
            "index_info",
            "index_xinfo",
            "foreign_key_check",
            "quick_check",
            "foreign_keys",
            "defer_foreign_keys",
            "page_size",
            "data_version",
            "case_sensitive_like",
            "legacy_alter_table",
            "recursive_triggers",
            "reverse_unordered_selects",
            "ignore_check_constraints",
            "optimize");

    static final Set<String> MODULES = Set.of("fts5", "fts5vocab", "rtree", "rtree_i32");

    /** Of the functions that D1 has, those that make a value out of literals. */
    static final Set<String> FUNCTIONS = Set.of(
            "abs",
            "char",
            "coalesce",
            "concat",
            "concat_ws",
            "format",
            "hex",
            "ifnull",
            "iif",
            "json",
            "json_array",
            "json_object",
            "json_quote",
            "jsonb",
            "jsonb_array",
            "jsonb_object",
            "length",
            "lower",
            "ltrim",
            "max",
            "min",
            "nullif",
            "printf",
            "quote",
            "replace",
            "round",
            "rtrim",
            "substr",
            "substring",
            "trim",
            "typeof",
            "unhex",
            "unicode",
            "upper",
            "zeroblob",
            "cast",
            "date",
            "time",
            "datetime",
            "julianday",
            "unixepoch",
            "strftime",
            "random",
            "randomblob");

    private static final Set<String> SHADOWS = Set.of(
            "data", "idx", "content", "docsize", "config", "node", "rowid", "parent", "segments", "segdir", "stat");

    private D1Rules() {}

    /** The virtual table that a shadow table would belong to, an empty string if its name has no such form. */
    public static String shadowOwner(String table) {
        int underscore = table.lastIndexOf('_');
        boolean shadow = underscore > 0
                && SHADOWS.contains(table.substring(underscore + 1).toLowerCase(Locale.ROOT));
        return shadow ? table.substring(0, underscore) : "";
    }

    /** Tables of SQLite's own whose rows may be written: counters, and statistics after ANALYZE. */
    public static boolean isWritableSystemTable(String table) {
        String lower = table.toLowerCase(Locale.ROOT);
        return lower.equals("sqlite_sequence") || lower.matches("sqlite_stat[134]");
    }

    /** The table of the schema itself, under either name. */
    public static boolean isSchemaTable(String table) {
        return table.equalsIgnoreCase("sqlite_schema") || table.equalsIgnoreCase("sqlite_master");
    }

    /** Names that SQLite or D1 keeps for itself. */
    public static boolean isReserved(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("sqlite_") || lower.startsWith("_cf_");
    }
}
