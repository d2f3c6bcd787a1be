package io.github.d1jdbc.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Writes dumps of the text that D1's export writes, of any size, in the memory of one buffer: the same seed, shape and
 * rows always give the same bytes. A row is one line and one statement, parents before children, without triggers, so
 * that simple splitters get it right, too.
 */
public final class SampleDump {

    /** What the rows are like. */
    public enum Shape {
        /** 370 bytes a row, 8 cells, a quarter of the bytes the repeated {@code INSERT INTO}, gzip ratio 3.7. */
        TYPICAL,
        /** Ten numbers a row. */
        NUMBERS,
        /** One long text a row, 2 KB. */
        TEXT
    }

    private static final int CUSTOMERS_EVERY = 10;
    private static final byte[] CUSTOMER = SampleWords.bytes(
            "INSERT INTO \"customers\" (\"id\",\"name\",\"email\",\"city\",\"rating\",\"active\",\"photo\") VALUES(");
    private static final byte[] ORDER = SampleWords.bytes(
            "INSERT INTO \"orders\" (\"id\",\"customer_id\",\"placed_at\",\"status\",\"total\",\"items\","
                    + "\"discount\",\"note\") VALUES(");
    private static final byte[] READING = SampleWords.bytes(
            "INSERT INTO \"readings\" (\"id\",\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\") VALUES(");
    private static final byte[] ARTICLE = SampleWords.bytes("INSERT INTO \"articles\" (\"id\",\"body\") VALUES(");

    private final SampleWords words;

    private SampleDump(long seed, OutputStream out) {
        this.words = new SampleWords(seed, out, true);
    }

    /** A typical dump with this many rows in all. */
    public static byte[] of(long seed, int rows) {
        return of(seed, Shape.TYPICAL, rows);
    }

    /** A dump with this many rows in all. */
    public static byte[] of(long seed, Shape shape, int rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(400 * rows);
        try {
            write(seed, shape, rows, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** Streams a dump with this many rows in all; the stream stays open. */
    public static void write(long seed, Shape shape, long rows, OutputStream out) throws IOException {
        SampleDump dump = new SampleDump(seed, out);
        dump.words.ascii("PRAGMA defer_foreign_keys=TRUE;\n");
        switch (shape) {
            case TYPICAL -> dump.shop(rows);
            case NUMBERS -> dump.readings(rows);
            case TEXT -> dump.articles(rows);
        }
        dump.words.flush();
    }

    /** How many statements such a dump has. */
    public static long statements(Shape shape, long rows) {
        return rows + (shape == Shape.TYPICAL ? 4 : 2);
    }

    /** How many rows a typical dump of about this many bytes has. */
    public static long rowsOf(long bytes) {
        return bytes / 370;
    }

    private void shop(long rows) throws IOException {
        words.ascii("CREATE TABLE customers(id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, city TEXT,"
                + " rating REAL, active INTEGER, photo BLOB);\n");
        long customers = Math.max(1, rows / CUSTOMERS_EVERY);
        for (long id = 1; id <= customers; id++) customer(id);
        words.ascii("CREATE TABLE orders(id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers(id),"
                + " placed_at TEXT, status TEXT, total REAL, items INTEGER, discount REAL, note TEXT);\n");
        for (long id = 1; id <= rows - customers; id++) order(id, customers);
        words.ascii("CREATE INDEX orders_customer ON orders(customer_id);");
    }

    private void customer(long id) throws IOException {
        words.raw(CUSTOMER)
                .number(id)
                .comma()
                .quoted(2)
                .comma()
                .email(id)
                .comma()
                .quoted(1)
                .comma();
        if (words.random(10) == 0) words.ascii("NULL");
        else words.decimal(words.random(1000), 2);
        words.comma().number(words.random(2)).ascii(",X'").hex(words.random(48)).ascii("');\n");
    }

    private void order(long id, long customers) throws IOException {
        words.raw(ORDER)
                .number(id)
                .comma()
                .number(1 + words.random((int) customers))
                .comma()
                .time()
                .comma()
                .status();
        words.comma()
                .decimal(words.random(1_000_000), 2)
                .comma()
                .number(words.random(20))
                .comma();
        if (words.random(3) > 0) words.ascii("NULL");
        else words.decimal(words.random(100_000_000), 6);
        words.comma().text(185).ascii(");\n");
    }

    private void readings(long rows) throws IOException {
        words.ascii("CREATE TABLE readings(id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, c INTEGER, d REAL, e REAL,"
                + " f REAL, g INTEGER, h INTEGER, i REAL);\n");
        for (long id = 1; id <= rows; id++) {
            words.raw(READING).number(id);
            for (int i = 0; i < 3; i++) words.comma().number(words.random(1 << (10 * i + 9)));
            for (int i = 0; i < 3; i++) words.comma().decimal(words.random(100_000_000), 3 * i);
            words.comma().number(-words.random(1000)).comma().number(words.random(2));
            words.comma().decimal(words.random(Integer.MAX_VALUE), 9).ascii(");\n");
        }
    }

    private void articles(long rows) throws IOException {
        words.ascii("CREATE TABLE articles(id INTEGER PRIMARY KEY, body TEXT);\n");
        for (long id = 1; id <= rows; id++)
            words.raw(ARTICLE).number(id).comma().text(2_000).ascii(");\n");
    }
}
