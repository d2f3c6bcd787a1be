package io.github.d1jdbc.server;

import io.github.d1jdbc.sql.Token;
import java.util.Locale;
import java.util.Set;

/**
 * Which PRAGMAs D1 takes, with which arguments (workerd, {@code ALLOWED_PRAGMAS} in sqlite.c++, and tried on the real
 * engine).
 */
final class Pragmas {

    private static final Set<String> READ_ONLY = Set.of("data_version", "page_size");
    private static final Set<String> BOOLEAN = Set.of(
            "case_sensitive_like",
            "defer_foreign_keys",
            "foreign_keys",
            "ignore_check_constraints",
            "legacy_alter_table",
            "recursive_triggers",
            "reverse_unordered_selects");
    private static final Set<String> NAME =
            Set.of("foreign_key_list", "index_info", "index_list", "index_xinfo", "table_info", "table_xinfo");
    private static final Set<String> BOOLEAN_VALUES = Set.of("true", "false", "yes", "no", "on", "off", "1", "0");

    /** What SQLite also offers as a table and D1 refuses. */
    private static final Set<String> REFUSED_TABLES = Set.of(
            "application_id",
            "auto_vacuum",
            "automatic_index",
            "busy_timeout",
            "cache_size",
            "cache_spill",
            "cell_size_check",
            "checkpoint_fullfsync",
            "collation_list",
            "compile_options",
            "count_changes",
            "data_store_directory",
            "database_list",
            "default_cache_size",
            "encoding",
            "freelist_count",
            "full_column_names",
            "fullfsync",
            "function_list",
            "hard_heap_limit",
            "integrity_check",
            "journal_mode",
            "journal_size_limit",
            "locking_mode",
            "max_page_count",
            "mmap_size",
            "module_list",
            "page_count",
            "pragma_list",
            "query_only",
            "read_uncommitted",
            "schema_version",
            "secure_delete",
            "short_column_names",
            "soft_heap_limit",
            "synchronous",
            "temp_store",
            "temp_store_directory",
            "threads",
            "trusted_schema",
            "user_version",
            "wal_autocheckpoint",
            "wal_checkpoint",
            "writable_schema");

    private Pragmas() {}

    /** Whether {@code pragma_<name>} is a table that D1 refuses. */
    static boolean isRefusedTable(String name) {
        return REFUSED_TABLES.contains(name);
    }

    /** Whether the PRAGMA's argument names a table or an index, which must not be a hidden one. */
    static boolean takesName(String name) {
        return NAME.contains(name) || name.equals("foreign_key_check") || name.equals("quick_check");
    }

    /** Fails unless D1 takes the PRAGMA whose name is at this index. */
    static void check(Words words, int at) throws ApiException {
        int i = at;
        if (words.get(i + 1).is('.')) {
            if (!words.get(i).content().equalsIgnoreCase("main")) throw ApiException.refused(Refusals.AUTH);
            i += 2;
        }
        String name = words.get(i).content().toLowerCase(Locale.ROOT);
        // Empty parentheses are SQLite's to complain of.
        if (words.get(i + 1).is('(') && words.get(i + 2).is(')')) return;
        boolean argument = words.get(i + 1).is('=') || words.get(i + 1).is('(');
        if (!allowed(name, argument, words.get(i + 2))) throw ApiException.refused(Refusals.AUTH);
    }

    private static boolean allowed(String name, boolean argument, Words.Word value) {
        if (READ_ONLY.contains(name)) return !argument;
        String text = value.content().toLowerCase(Locale.ROOT);
        if (BOOLEAN.contains(name)) return !argument || BOOLEAN_VALUES.contains(text);
        boolean number = value.token() == Token.NUMBER;
        return switch (name) {
            case "table_list" -> true;
            case "optimize" -> !argument || number;
            case "foreign_key_check", "quick_check" -> !argument || number || !value.startsWith(HiddenTables.PREFIX);
            default -> NAME.contains(name) && argument && !value.startsWith(HiddenTables.PREFIX);
        };
    }
}
