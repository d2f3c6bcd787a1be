package io.github.d1jdbc.dump;

import io.github.d1jdbc.dump.DumpStatement.Create;
import io.github.d1jdbc.dump.DumpStatement.Other;
import io.github.d1jdbc.dump.DumpStatement.Pragma;
import io.github.d1jdbc.dump.DumpStatement.Transaction;
import io.github.d1jdbc.dump.Finding.Kind;
import io.github.d1jdbc.dump.Inspection.LargeStatement;
import io.github.d1jdbc.export.Compression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Takes the statements of one dump and makes the {@link Inspection}. One thread at a time. */
final class Inspector {

    private static final int LARGEST = 5;

    private final Findings findings = new Findings();
    private final SchemaCheck schema = new SchemaCheck(findings);
    private final CharacterCheck characters = new CharacterCheck(findings);
    private final DialectGuess dialect = new DialectGuess();
    private final Map<String, TableStatistics> tables = new LinkedHashMap<>();
    private final PriorityQueue<LargeStatement> largest =
            new PriorityQueue<>((one, other) -> Long.compare(one.bytes(), other.bytes()));
    private @Nullable InsertTarget target;
    private @Nullable TableStatistics table;
    private long statements;
    private long rows;

    void take(DumpStatement statement) {
        statements = statement.number();
        if (statement instanceof InsertRow row) row(row);
        else other(statement);
    }

    private void other(DumpStatement statement) {
        dialect.statement(statement);
        String object = objectOf(statement);
        byte[] bytes = statement.source().rawBytes();
        characters.isPlain(bytes, 0, bytes.length, statement, object);
        length(statement, object);
        if (!statement.source().terminated()) {
            String sentence = "the comment at the end of " + object + " swallows the semicolon";
            findings.add(Kind.SEMICOLON_IN_COMMENT, object, statement, sentence);
        }
        if (statement instanceof Create create) schema.create(create);
        if (statement instanceof DumpStatement.CreateTable created) statistics(created.name());
        if (statement instanceof Pragma pragma && !D1Rules.PRAGMAS.contains(pragma.name())) {
            findings.add(Kind.PRAGMA_REFUSED, pragma.name(), statement, "D1 refuses PRAGMA " + pragma.name());
        }
        if (statement instanceof Transaction transaction) {
            String sentence = "D1 refuses " + transaction.verb() + ": its import has no transactions of the file's own";
            findings.add(Kind.TRANSACTION, transaction.verb(), statement, sentence);
        }
        if (statement instanceof Other || statement instanceof DumpStatement.InsertOther) notAllowed(statement, object);
    }

    private void notAllowed(DumpStatement statement, String object) {
        String what = statement instanceof Other ? object : "INSERT without plain rows into " + object;
        String sentence = what + " is nothing that a dump of D1 has; d1dump never runs it";
        findings.add(Kind.STATEMENT_NOT_ALLOWED, what, statement, sentence);
    }

    private void row(InsertRow row) {
        rows++;
        if (!row.target().equals(target)) {
            target = row.target();
            table = statistics(row.table());
            dialect.target(row);
            if (table.rows() == 0) schema.firstRow(row.table(), row);
            conflict(row);
        }
        TableStatistics statistics = table;
        if (statistics == null) throw new IllegalStateException("a row without a target");
        statistics.take(row);
        if (D1Rules.isSchemaTable(row.table())) schema.schemaRow(row);
        cells(row, statistics);
        if (row.isLast()) {
            boolean plain = characters.isPlain(row.buffer(), row.start(), row.end(), row, row.table());
            length(row, row.table());
            if (plain) return;
        }
        if (!Bytes.isPlain(row.buffer(), row.rowStart(), row.rowEnd())) replacements(row, statistics);
    }

    private void conflict(InsertRow row) {
        String conflict = row.target().conflict();
        if (conflict == null) return;
        String sentence = "rows of " + row.table() + " come with OR " + conflict;
        findings.add(Kind.CONFLICT_CLAUSE, row.table(), row, sentence);
    }

    private TableStatistics statistics(String name) {
        return tables.computeIfAbsent(
                SchemaCheck.key(name), key -> new TableStatistics(name, schema.definition(name), findings));
    }

    private void cells(InsertRow row, TableStatistics statistics) {
        Cells cells = row.cells();
        for (int i = 0; i < cells.size(); i++) {
            switch (cells.form(i)) {
                case Cells.INFINITY -> {
                    dialect.bareInfinity();
                    String sentence = "the bare word Infinity in " + statistics.name() + ": D1 takes it for a column";
                    findings.add(Kind.BARE_INFINITY, statistics.name(), row, sentence);
                }
                case Cells.REAL -> {
                    boolean infinite = cells.end(i) - cells.start(i) <= 6 && endsIn999(row.buffer(), cells.end(i));
                    if (infinite) dialect.writtenInfinity();
                }
                case Cells.TEXT_EXPRESSION -> textExpression(row, cells.start(i), statistics.name());
                case Cells.EXPRESSION -> expression(row, i, statistics.name());
                default -> {}
            }
        }
        if (row.rowLength() > D1Rules.ROW_BYTES) rowSize(row, statistics.name());
    }

    private static boolean endsIn999(byte[] bytes, int end) {
        return bytes[end - 1] == '9' && bytes[end - 2] == '9' && bytes[end - 3] == '9' && (bytes[end - 4] | 32) == 'e';
    }

    private void textExpression(InsertRow row, int from, String name) {
        dialect.expression(row.buffer(), from);
        if ((row.buffer()[from] | 32) != 'u') return;
        findings.add(Kind.FUNCTION_REFUSED, "unistr", row, "D1 has no function unistr, which " + name + " needs");
    }

    private void expression(InsertRow row, int cell, String name) {
        String sql = row.sqlAt(cell);
        int parenthesis = sql.indexOf('(');
        String function =
                parenthesis > 0 ? sql.substring(0, parenthesis).strip().toLowerCase(Locale.ROOT) : "";
        String shown = DumpException.clean(sql);
        if (!function.matches("[a-z_]\\w*")) {
            findings.add(Kind.VALUE_NOT_SQL, name, row, "a value of " + name + " is no literal: " + shown);
        } else if (D1Rules.FUNCTIONS.contains(function)) {
            findings.add(Kind.COMPUTED_VALUE, name, row, "a value of " + name + " is to be computed: " + shown);
        } else {
            String sentence = "D1 is not known to have the function " + function + ", which " + name + " needs";
            findings.add(Kind.FUNCTION_REFUSED, function, row, sentence);
        }
    }

    private void rowSize(InsertRow row, String name) {
        long bytes = 0;
        for (int i = 0; i < row.size(); i++) {
            int length = row.cells().end(i) - row.cells().start(i);
            bytes += row.kind(i) == CellKind.BLOB ? length / 2 : length;
        }
        if (bytes <= D1Rules.ROW_BYTES) return;
        String sentence =
                String.format(Locale.ROOT, "a row of %s has %,d bytes; D1 takes %,d", name, bytes, D1Rules.ROW_BYTES);
        findings.add(Kind.ROW_TOO_LARGE, name, row, sentence);
    }

    private static void replacements(InsertRow row, TableStatistics statistics) {
        Cells cells = row.cells();
        for (int i = 0; i < cells.size(); i++) {
            ColumnSuspects suspects = statistics.suspects(i);
            if (suspects != null && Utf8.replacements(row.buffer(), cells.start(i), cells.end(i)) > 0) {
                suspects.replacementCharacter(row);
            }
        }
    }

    private void length(DumpStatement statement, String object) {
        int bytes = statement.length();
        boolean staged = statement instanceof InsertRow row && row.isStaged();
        if (bytes > D1Rules.STATEMENT_BYTES && !staged) {
            String sentence = String.format(
                    Locale.ROOT,
                    "a statement for %s has %,d bytes; D1 takes %,d",
                    object,
                    bytes,
                    D1Rules.STATEMENT_BYTES);
            findings.add(Kind.STATEMENT_TOO_LONG, object, statement, sentence);
        }
        LargeStatement smallest = largest.peek();
        if (largest.size() == LARGEST && smallest != null && smallest.bytes() >= bytes) return;
        if (largest.size() == LARGEST) largest.poll();
        largest.add(new LargeStatement(
                typeOf(statement),
                DumpException.clean(object),
                bytes,
                statement.offset(),
                statement.line(),
                statement.number()));
    }

    private static String typeOf(DumpStatement statement) {
        return statement instanceof InsertRow ? "Insert" : statement.getClass().getSimpleName();
    }

    private static String objectOf(DumpStatement statement) {
        if (statement instanceof Create create) return create.name();
        if (statement instanceof Pragma pragma) return pragma.name();
        if (statement instanceof Transaction transaction) return transaction.verb();
        if (statement instanceof DumpStatement.InsertOther other && other.target() != null)
            return other.target().table();
        if (statement instanceof Other other && !other.verb().isEmpty()) return other.verb();
        return DumpException.clean(statement.text());
    }

    Inspection inspection(Compression compression, long sqlBytes) {
        schema.finish();
        if (sqlBytes > D1Rules.IMPORT_BYTES) {
            findings.add(
                    Kind.DUMP_TOO_LARGE, "", 0, 1, "the dump is larger than 5 GiB, the most that one import takes");
        }
        List<LargeStatement> ordered = new ArrayList<>(largest);
        ordered.sort((one, other) -> Long.compare(other.bytes(), one.bytes()));
        return new Inspection(
                compression,
                sqlBytes,
                statements,
                rows,
                tables.values().stream()
                        .map(one -> one.table(schema.definition(one.name()) != null))
                        .toList(),
                schema.objects(),
                ordered,
                characters.encoding(),
                dialect.dialect(),
                findings.list(true),
                findings.list(false),
                Losses.of(tables.values(), dialect.origin(), dialect.mayBeOld()));
    }
}
