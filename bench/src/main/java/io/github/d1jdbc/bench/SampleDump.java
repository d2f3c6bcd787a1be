package io.github.d1jdbc.bench;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Makes dumps of the text that D1's export writes: the same seed and size always give the same bytes. */
public final class SampleDump {

    private static final String[] WORDS = {
        "order", "café", "it''s", "naïve", "blue", "parcel", "🚚", "Zürich", "sent", "returned", "lorem", "ipsum"
    };

    private final Random random;
    private final StringBuilder text = new StringBuilder();

    private SampleDump(long seed) {
        this.random = new Random(seed);
    }

    /** A dump of two tables with this many rows in all, parents first. */
    public static byte[] of(long seed, int rows) {
        SampleDump dump = new SampleDump(seed);
        dump.write(rows);
        return dump.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void write(int rows) {
        text.append("PRAGMA defer_foreign_keys=TRUE;\n");
        text.append("CREATE TABLE customers(id INTEGER PRIMARY KEY, name TEXT NOT NULL, rating REAL, photo BLOB);\n");
        int customers = Math.max(1, rows / 10);
        for (int id = 1; id <= customers; id++) {
            text.append("INSERT INTO \"customers\" (\"id\",\"name\",\"rating\",\"photo\") VALUES(")
                    .append(id)
                    .append(",'")
                    .append(words(3))
                    .append("',")
                    .append(random.nextInt(10) == 0 ? "NULL" : Double.toString(random.nextInt(1000) / 8.0))
                    .append(",X'")
                    .append(hex(random.nextInt(24)))
                    .append("');\n");
        }
        text.append("CREATE TABLE orders(id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customers(id),"
                + " placed TEXT, total REAL, note TEXT);\n");
        for (int id = 1; id <= rows - customers; id++) {
            text.append("INSERT INTO \"orders\" (\"id\",\"customer\",\"placed\",\"total\",\"note\") VALUES(")
                    .append(id)
                    .append(',')
                    .append(1 + random.nextInt(customers))
                    .append(",'2026-")
                    .append(10 + random.nextInt(3))
                    .append('-')
                    .append(10 + random.nextInt(20))
                    .append(" 12:00:00',")
                    .append(random.nextInt(1_000_000) / 100.0)
                    .append(",'")
                    .append(words(2 + random.nextInt(30)))
                    .append("');\n");
        }
        text.append("CREATE INDEX orders_customer ON orders(customer);");
    }

    private String words(int count) {
        StringBuilder sentence = new StringBuilder();
        for (int i = 0; i < count; i++) {
            if (i > 0) sentence.append(' ');
            sentence.append(WORDS[random.nextInt(WORDS.length)]);
        }
        return sentence.toString();
    }

    private String hex(int bytes) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < bytes; i++) digits.append(String.format("%02x", random.nextInt(256)));
        return digits.toString();
    }
}
