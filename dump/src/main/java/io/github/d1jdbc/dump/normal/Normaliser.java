package io.github.d1jdbc.dump.normal;

import io.github.d1jdbc.dump.D1Rules;
import io.github.d1jdbc.dump.DumpReader;
import io.github.d1jdbc.dump.DumpStatement.Create;
import io.github.d1jdbc.dump.DumpStatement.CreateIndex;
import io.github.d1jdbc.dump.DumpStatement.CreateVirtualTable;
import io.github.d1jdbc.dump.IndexColumns;
import io.github.d1jdbc.dump.TableDefinition.ForeignKey;
import io.github.d1jdbc.dump.normal.Contents.Table;
import io.github.d1jdbc.sql.SqlLexer;
import io.github.d1jdbc.sql.Token;
import io.github.d1jdbc.sql.normal.RowOrder;
import io.github.d1jdbc.sql.normal.RowWriter;
import io.github.d1jdbc.sql.normal.StatementText;
import io.github.d1jdbc.sql.normal.TableOrder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes of any dump one that D1 imports as it is (rulings-dump 12 to 16): tables, rows with parents first, indexes,
 * views, triggers, each statement of at most 100,000 bytes. The same dump always gives the same bytes, and a result
 * gives itself. Memory: the largest statement, the schema, and at most 40 MB for the order of rows in tables that refer
 * to themselves. Threads may share it.
 */
public final class Normaliser {

    private static final String STAGE = "d1_stage";

    private final NormalOptions options;
    private final Contents contents;
    private final RowSpool spool;
    private final RowEmitter emitter;
    private final PartWriter parts;
    private final RowWriter writer;
    private final String stage;
    private final VirtualRows virtualRows;
    private final Map<String, Long> rows = new LinkedHashMap<>();
    private long staged;

    private Normaliser(
            NormalOptions options, Contents contents, RowSpool spool, Evaluator evaluator, PartWriter parts) {
        this.options = options;
        this.contents = contents;
        this.spool = spool;
        this.parts = parts;
        this.stage = stageName(contents.taken(), options.taken());
        this.emitter = new RowEmitter(options.reading(), evaluator);
        this.writer = new RowWriter(stage, parts);
        this.virtualRows = new VirtualRows(contents, spool, options.reading());
    }

    /**
     * Reads a dump, plain or compressed, and writes it so that D1's import takes it.
     *
     * @throws io.github.d1jdbc.dump.DumpException if the dump is damaged, or something in it is not allowed or cannot
     *     be in D1; nothing was written then
     * @throws java.io.InterruptedIOException if the thread was interrupted
     */
    public static Normalised normalise(Path dump, NormalOptions options, PartSink sink) throws IOException {
        try (DumpReader reader = DumpReader.open(dump, options.reading())) {
            return normalise(reader, Files.size(dump), options, sink);
        }
    }

    /**
     * The same of what is left in a reader.
     *
     * @param size about how many bytes come, so that a scratch folder without room is refused at once; 0 if unknown
     */
    public static Normalised normalise(DumpReader reader, long size, NormalOptions options, PartSink sink)
            throws IOException {
        try (RowSpool spool = new RowSpool(options.scratch(), options.rows() ? size : 0);
                Evaluator evaluator = new Evaluator()) {
            Contents contents = new Contents(reader, options, spool, evaluator, new Changes());
            contents.read();
            try (PartWriter parts = new PartWriter(sink, options, contents.ignoresChecks)) {
                return new Normaliser(options, contents, spool, evaluator, parts).write();
            }
        }
    }

    static void checkInterrupt() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) throw new InterruptedIOException("interrupted");
    }

    private static String stageName(Set<String> ofDump, Set<String> ofTarget) {
        Set<String> taken = new HashSet<>(ofDump);
        ofTarget.forEach(name -> taken.add(StatementText.key(name)));
        String name = STAGE;
        for (int n = 2; taken.contains(name); n++) name = STAGE + n;
        return name;
    }

    private Normalised write() throws IOException {
        List<CreateIndex> late = new ArrayList<>();
        if (options.schema()) {
            for (Table table : contents.tables.values())
                if (!isShadow(table.statement().name())) create(table.statement());
            for (CreateVirtualTable table : contents.virtual.values()) create(table);
            for (CreateIndex index : contents.indexes)
                if (isParentKey(index)) create(index);
                else late.add(index);
        }
        if (options.rows()) rows();
        for (CreateIndex index : late) create(index);
        if (options.rows()) statistics();
        Path others = spool.file(Contents.OTHERS);
        if (others != null) others(others);
        if (options.schema()) {
            for (Create view : contents.views) create(view);
            for (Create trigger : contents.triggers) create(trigger);
        }
        return new Normalised(parts.finish(), rows, staged + writer.staged(), contents.changes.sentences());
    }

    private void create(Create create) throws IOException {
        byte[] text = create.source().bytes();
        byte[] lines = create instanceof io.github.d1jdbc.dump.DumpStatement.CreateTrigger
                ? StatementText.withLineFeeds(text)
                : text;
        if (lines.length < text.length)
            contents.changes.add("CR LF in the trigger " + create.name() + " is LF", create);
        if (!create.source().terminated()) {
            contents.changes.add("the semicolon of " + create.name() + " is taken out of its comment", create);
        }
        parts.statement(lines);
    }

    private boolean isShadow(String table) {
        return contents.virtual.containsKey(StatementText.key(D1Rules.shadowOwner(table)));
    }

    // Without its unique index a parent is none: SQLite answers "foreign key mismatch" to every row of the child.
    private boolean isParentKey(CreateIndex index) {
        if (!index.unique()) return false;
        Set<String> columns = IndexColumns.of(index);
        return contents.tables.values().stream()
                .flatMap(table -> table.definition().foreignKeys().stream())
                .anyMatch(key -> key.parent().equalsIgnoreCase(index.table())
                        && !columns.isEmpty()
                        && lower(key.parentColumns()).equals(columns));
    }

    private static Set<String> lower(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    private void rows() throws IOException {
        List<String> ordinary = new ArrayList<>(contents.tables.keySet());
        for (String table : contents.rows.keySet()) {
            boolean system = table.startsWith("sqlite_");
            if (!system && !contents.tables.containsKey(table) && !contents.virtual.containsKey(table)) {
                ordinary.add(table);
            }
        }
        ordinary.removeIf(this::isShadow);
        for (TableOrder.Group group : TableOrder.of(ordinary, parents())) group(group);
        for (Map.Entry<String, CreateVirtualTable> table : contents.virtual.entrySet()) {
            virtual(table.getKey(), table.getValue());
        }
        sequence();
    }

    private Map<String, Set<String>> parents() {
        Map<String, Set<String>> parents = new HashMap<>();
        contents.tables.forEach((key, table) -> {
            Set<String> of = new HashSet<>();
            for (ForeignKey foreign : table.definition().foreignKeys()) of.add(StatementText.key(foreign.parent()));
            parents.put(key, of);
        });
        return parents;
    }

    private void group(TableOrder.Group group) throws IOException {
        long count = 0;
        for (String table : group.tables()) count += contents.rows.getOrDefault(table, 0L);
        for (String table : group.tables()) {
            if (!isShadow(table)) rows.put(contents.name(table), contents.rows.getOrDefault(table, 0L));
        }
        if (count == 0) return;
        if (group.cyclic() && count <= RowOrder.MOST) {
            staged += new CyclicRows(group.tables(), contents.tables).write(spool, emitter, stage, parts);
        } else {
            if (group.cyclic()) {
                contents.changes.add(String.format(
                        Locale.ROOT,
                        "the %,d rows of %s, which refer to each other, stay in the order of the dump: more than %,d are"
                                + " not sorted",
                        count,
                        String.join(", ", group.tables()),
                        RowOrder.MOST));
            }
            for (String table : group.tables()) plain(table);
        }
        for (String table : group.tables()) spool.delete(table);
    }

    private void plain(String table) throws IOException {
        Path spooled = spool.file(table);
        Table made = contents.tables.get(table);
        if (spooled != null) emitter.emit(spooled, made == null ? null : made.definition(), writer, null);
    }

    private void virtual(String key, CreateVirtualTable table) throws IOException {
        long own = contents.rows.getOrDefault(key, 0L);
        if (own > 0) {
            plain(key);
            spool.delete(key);
        } else {
            own = virtualRows.write(key, table, writer, parts);
        }
        rows.put(table.name(), own - contents.commands(key));
    }

    // Inserting has moved the counters to the highest keys; deleted rows may have had higher ones.
    private void sequence() throws IOException {
        Path spooled = spool.file("sqlite_sequence");
        boolean any = contents.emptiesSequence || spooled != null;
        if (!any) return;
        if (options.schema() && contents.tables.values().stream().noneMatch(Normaliser::counts)) {
            contents.changes.add("the counters of AUTOINCREMENT are left out: no table of the dump has one");
            return;
        }
        boolean whole = contents.emptiesSequence && options.only().isEmpty() && !options.keepsCounters();
        if (whole) parts.statement("DELETE FROM sqlite_sequence".getBytes(StandardCharsets.US_ASCII));
        if (spooled == null) return;
        Set<String> only = new HashSet<>();
        options.only().forEach(name -> only.add(StatementText.key(name)));
        new Counters(options.reading(), only, !whole).write(spooled, parts);
    }

    private static boolean counts(Table table) {
        boolean[] found = new boolean[1];
        SqlLexer.lex(
                table.statement().source().bytes(),
                (token, start, end, lexer) -> found[0] |= token == Token.WORD && lexer.is("AUTOINCREMENT"));
        return found[0];
    }

    // The table of statistics is there only after ANALYZE; the engine's own optimiser fills it again anyway.
    private void statistics() throws IOException {
        Path spooled = spool.file("sqlite_stat1");
        if (!contents.analyzes && spooled == null) return;
        if (!options.only().isEmpty()) return;
        parts.statement("ANALYZE sqlite_schema".getBytes(StandardCharsets.US_ASCII));
        if (spooled != null) emitter.emit(spooled, null, writer, null);
    }

    private void others(Path file) throws IOException {
        try (DumpReader reader = DumpReader.open(file, options.reading())) {
            reader.forEach(statement -> parts.statement(statement.source().bytes()));
        }
    }
}
