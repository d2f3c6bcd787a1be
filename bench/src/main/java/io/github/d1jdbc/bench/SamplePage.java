package io.github.d1jdbc.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/**
 * Makes answers of {@code /raw} with one result of ten columns: the same seed, shape and rows always give the same
 * bytes.
 */
public final class SamplePage {

    /** What the rows are like. */
    public enum Shape {
        /** 250 bytes a row: five numbers, four texts, one of them long, and one cell that is mostly null. */
        TYPICAL,
        /** Ten numbers a row. */
        NUMBERS,
        /** Ten sentences a row. */
        TEXT;

        /** The columns from 0 that a table with these rows would declare REAL. */
        Set<Integer> reals() {
            return switch (this) {
                case TYPICAL -> Set.of(4, 6);
                case NUMBERS -> Set.of(6, 7, 8, 9);
                case TEXT -> Set.of();
            };
        }
    }

    static final int COLUMNS = 10;
    private static final String BEFORE = "{\"result\":[{\"results\":{\"columns\":[\"id\",\"customer_id\",\"placed_at\","
            + "\"status\",\"total\",\"items\",\"discount\",\"paid\",\"email\",\"note\"],\"rows\":[";
    private static final String BEHIND = "]},\"success\":true,\"meta\":{\"served_by\":\"v3-prod\",\"served_by_region\":"
            + "\"WEUR\",\"served_by_primary\":true,\"timings\":{\"sql_duration_ms\":12.5},\"duration\":12.5,"
            + "\"changes\":0,\"last_row_id\":0,\"changed_db\":false,\"size_after\":8192000,\"rows_read\":1,"
            + "\"rows_written\":0,\"total_attempts\":1}}],\"errors\":[],\"messages\":[],\"success\":true}";

    private SamplePage() {}

    /** An answer with this many rows. */
    public static byte[] of(long seed, Shape shape, int rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(300 * rows + 1_000);
        try {
            SampleWords words = new SampleWords(seed, bytes, false);
            words.ascii(BEFORE);
            for (int id = 1; id <= rows; id++) {
                words.ascii(id == 1 ? "[" : ",[");
                switch (shape) {
                    case TYPICAL -> order(words, id);
                    case NUMBERS -> numbers(words, id);
                    case TEXT -> text(words);
                }
                words.ascii("]");
            }
            words.ascii(BEHIND).flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static void order(SampleWords words, int id) throws IOException {
        words.number(id)
                .comma()
                .number(words.random(100_000))
                .comma()
                .time()
                .comma()
                .status()
                .comma();
        words.decimal(words.random(1_000_000), 2)
                .comma()
                .number(words.random(20))
                .comma();
        if (words.random(3) > 0) words.ascii("null");
        else words.decimal(words.random(100_000_000), 6);
        words.comma().number(words.random(2)).comma().email(id).comma().text(120);
    }

    private static void numbers(SampleWords words, int id) throws IOException {
        words.number(id);
        for (int i = 0; i < 5; i++) words.comma().number(words.random(1 << (5 * i + 5)));
        for (int i = 0; i < 4; i++) words.comma().decimal(words.random(Integer.MAX_VALUE), 2 * i + 1);
    }

    private static void text(SampleWords words) throws IOException {
        for (int i = 0; i < COLUMNS; i++) {
            if (i > 0) words.comma();
            words.text(60);
        }
    }
}
