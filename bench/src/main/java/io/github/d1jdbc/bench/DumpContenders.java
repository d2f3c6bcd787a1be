package io.github.d1jdbc.bench;

import io.github.d1jdbc.dump.CellKind;
import io.github.d1jdbc.dump.DumpReader;
import io.github.d1jdbc.dump.DumpStatement;
import io.github.d1jdbc.dump.InsertRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.flywaydb.core.internal.database.sqlite.SQLiteParser;
import org.flywaydb.core.internal.parser.ParsingContext;
import org.flywaydb.core.internal.resource.StringResource;
import org.flywaydb.core.internal.sqlscript.SqlStatementIterator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.init.SplitDoor;

/** Ways to read a dump that is in memory; each gives the number of its statements. */
final class DumpContenders {

    private DumpContenders() {}

    private static DumpReader open(byte[] dump) throws IOException {
        return DumpReader.open(dump, "memory", DumpReader.Options.defaults());
    }

    /** Statements and typed slices; no cell is decoded. */
    static long scan(byte[] dump) throws IOException {
        long texts = 0;
        long statements = 0;
        try (DumpReader reader = open(dump)) {
            for (DumpStatement next = reader.next(); next != null; next = reader.next()) {
                statements = next.number();
                if (!(next instanceof InsertRow row)) continue;
                for (int i = 0; i < row.size(); i++) {
                    if (row.kind(i) == CellKind.TEXT) texts++;
                }
            }
        }
        if (texts > statements * 10) throw new IllegalStateException("more texts than cells");
        return statements;
    }

    /** Every cell decoded. */
    static long decode(byte[] dump, Consumer<@Nullable Object> sink) throws IOException {
        long statements = 0;
        try (DumpReader reader = open(dump)) {
            for (DumpStatement next = reader.next(); next != null; next = reader.next()) {
                statements = next.number();
                if (!(next instanceof InsertRow row)) continue;
                for (int i = 0; i < row.size(); i++) sink.accept(row.valueAt(i));
            }
        }
        return statements;
    }

    /** How many cells of each kind there are. */
    static Map<CellKind, Integer> kinds(byte[] dump) throws IOException {
        Map<CellKind, Integer> count = new EnumMap<>(CellKind.class);
        try (DumpReader reader = open(dump)) {
            reader.forEach(statement -> {
                if (!(statement instanceof InsertRow row)) return;
                for (int i = 0; i < row.size(); i++) count.merge(row.kind(i), 1, Integer::sum);
            });
        }
        return count;
    }

    static long spring(byte[] dump) {
        return SplitDoor.split(dump).size();
    }

    static long flyway(byte[] dump) {
        long statements = 0;
        ClassicConfiguration configuration = new ClassicConfiguration();
        configuration.setPlaceholderReplacement(false);
        SQLiteParser parser = new SQLiteParser(configuration, new ParsingContext());
        try (SqlStatementIterator found = parser.parse(new StringResource(new String(dump, StandardCharsets.UTF_8)))) {
            while (found.hasNext()) {
                if (found.next().getSql().isEmpty()) throw new IllegalStateException("a statement without text");
                statements++;
            }
        }
        return statements;
    }

    /** Knows single quotes and semicolons, no comments and no triggers. */
    static long characters(byte[] dump) throws IOException {
        long statements = 0;
        StringBuilder statement = new StringBuilder();
        boolean quoted = false;
        try (Reader reader = new InputStreamReader(new ByteArrayInputStream(dump), StandardCharsets.UTF_8)) {
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c == '\'') quoted = !quoted;
                if (c == ';' && !quoted) {
                    if (statement.toString().strip().isEmpty()) throw new IllegalStateException("an empty statement");
                    statement.setLength(0);
                    statements++;
                } else {
                    statement.append((char) c);
                }
            }
        }
        return statements;
    }
}
