package io.github.d1jdbc.dump;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.QuoteMode;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of a dump as CSV (RFC 4180, UTF-8, a header line), a folder with one file a table ({@code users.csv})
 * and the schema in {@code schema.sql}. Threads may share it.
 *
 * <p>Text is always in quotes, numbers never, so that {@code 1} and {@code "1"} differ; NULL is nothing at all, the
 * empty text is {@code ""}; a blob is {@code "\x00ff"}, an infinite number {@code Infinity}. Text that is no UTF-8
 * loses the bytes that are not; JSON Lines keep them.
 */
public final class CsvWriter {

    private CsvWriter() {}

    /**
     * Writes a folder.
     *
     * @return how many rows were written
     * @throws DumpException if the dump is damaged, has a value that only a database can compute, or rows of a table
     *     that name different columns
     * @throws java.nio.file.FileAlreadyExistsException if the folder exists
     */
    public static long write(DumpReader reader, Path folder) throws IOException {
        return TableExport.write(reader, folder, ".csv", new Rows(reader));
    }

    private static final class Rows implements TableExport.Format {
        private static final CSVFormat FORMAT =
                CSVFormat.RFC4180.builder().setQuoteMode(QuoteMode.NON_NUMERIC).get();

        private final DumpReader reader;
        private final Map<String, List<String>> headers = new HashMap<>();
        private final List<@Nullable Object> values = new ArrayList<>();

        Rows(DumpReader reader) {
            this.reader = reader;
        }

        @Override
        public void header(OutputStream out, List<String> names) throws IOException {
            print(out, new ArrayList<>(names));
        }

        @Override
        public void row(OutputStream out, InsertRow row, RowNames names) throws IOException {
            List<String> columns = names.of(row);
            List<String> header = headers.computeIfAbsent(SchemaCheck.key(row.table()), key -> List.copyOf(columns));
            if (!header.equals(columns)) {
                throw reader.refusal(row, "it names other columns than the rows before it; convert to jsonl");
            }
            values.clear();
            for (int i = 0; i < row.size(); i++) values.add(value(row, i, names.isReal(i)));
            print(out, values);
        }

        private static void print(OutputStream out, List<@Nullable Object> values) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < values.size(); i++) FORMAT.print(values.get(i), line, i == 0);
            FORMAT.println(line);
            out.write(line.toString().getBytes(StandardCharsets.UTF_8));
        }

        private static @Nullable Object value(InsertRow row, int cell, boolean real) {
            return switch (row.kind(cell)) {
                case INTEGER -> real ? (Object) row.doubleAt(cell) : (Object) row.longAt(cell);
                case REAL -> row.doubleAt(cell);
                case TEXT -> row.textAt(cell);
                case BLOB -> "\\x" + HexFormat.of().formatHex(row.bytesAt(cell));
                default -> null;
            };
        }
    }
}
