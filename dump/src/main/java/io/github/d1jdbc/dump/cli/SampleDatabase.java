package io.github.d1jdbc.dump.cli;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** A small shop with some 20,000 rows, the same at every run: what {@code d1dump demo} exports. */
final class SampleDatabase {

    private static final long SEED = 20_261_122;
    private static final int CUSTOMERS = 2_500;
    private static final int PRODUCTS = 480;
    private static final int PURCHASES = 5_000;
    private static final int REVIEWS = 2_000;
    private static final int LARGEST_IMAGE = 900;

    // Parents before their children: D1 writes tables in the order of their creation, and its import wants parents
    // first (github.com/cloudflare/workers-sdk, issue 5683).
    private static final List<String> TABLES = List.of(
            "CREATE TABLE country (code TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID",
            "CREATE TABLE category (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
                    + " parent_id INTEGER REFERENCES category (id))",
            "CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE,"
                    + " country TEXT NOT NULL REFERENCES country (code), joined TEXT NOT NULL, credit REAL NOT NULL"
                    + " DEFAULT 0, note TEXT)",
            "CREATE TABLE product (id INTEGER PRIMARY KEY, sku TEXT NOT NULL UNIQUE, name TEXT NOT NULL,"
                    + " category_id INTEGER NOT NULL REFERENCES category (id), cents INTEGER NOT NULL CHECK (cents > 0),"
                    + " kilograms REAL, image BLOB, reviews INTEGER NOT NULL DEFAULT 0)",
            "CREATE TABLE purchase (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer (id),"
                    + " made TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('open', 'paid', 'sent', 'returned')))",
            "CREATE TABLE purchase_item (purchase_id INTEGER NOT NULL REFERENCES purchase (id) ON DELETE CASCADE,"
                    + " product_id INTEGER NOT NULL REFERENCES product (id), amount INTEGER NOT NULL,"
                    + " cents INTEGER NOT NULL, PRIMARY KEY (purchase_id, product_id))",
            "CREATE TABLE review (id INTEGER PRIMARY KEY AUTOINCREMENT, product_id INTEGER NOT NULL REFERENCES"
                    + " product (id), customer_id INTEGER NOT NULL REFERENCES customer (id), stars INTEGER NOT NULL"
                    + " CHECK (stars BETWEEN 1 AND 5), body TEXT NOT NULL)");

    private static final List<String> REST = List.of(
            "CREATE INDEX purchase_by_customer ON purchase (customer_id, made)",
            "CREATE INDEX item_by_product ON purchase_item (product_id)",
            "CREATE INDEX open_purchase ON purchase (made) WHERE state = 'open'",
            "CREATE VIEW turnover AS SELECT p.made, c.country, i.amount * i.cents AS cents FROM purchase_item i"
                    + " JOIN purchase p ON p.id = i.purchase_id JOIN customer c ON c.id = p.customer_id",
            "CREATE TRIGGER review_counts AFTER INSERT ON review BEGIN"
                    + " UPDATE product SET reviews = reviews + 1 WHERE id = new.product_id; END");

    private static final String[][] COUNTRIES = {
        {"AT", "Österreich"},
        {"BR", "Brasil"},
        {"CH", "Schweiz"},
        {"CN", "中国"},
        {"CZ", "Česko"},
        {"DE", "Deutschland"},
        {"DK", "Danmark"},
        {"ES", "España"},
        {"FR", "France"},
        {"GB", "United Kingdom"},
        {"GR", "Ελλάδα"},
        {"IN", "भारत"},
        {"IS", "Ísland"},
        {"IT", "Italia"},
        {"JP", "日本"},
        {"KR", "대한민국"},
        {"NO", "Norge"},
        {"PL", "Polska"},
        {"PT", "Portugal"},
        {"SE", "Sverige"},
        {"TR", "Türkiye"},
        {"UA", "Україна"},
        {"US", "United States"},
        {"VN", "Việt Nam"}
    };
    private static final String[] CATEGORIES = {
        "Home",
        "Garden",
        "Kitchen",
        "Books",
        "Tea & coffee",
        "Lamps",
        "Tools",
        "Seeds",
        "Pots",
        "Novels",
        "Maps",
        "Knives"
    };
    private static final String[] FIRST = {
        "Ada",
        "Björn",
        "Chloé",
        "Đặng",
        "Eļena",
        "Fatih",
        "Grace",
        "Hana",
        "Íñigo",
        "João",
        "Kateřina",
        "Łukasz",
        "美咲",
        "Noor",
        "O'Brien",
        "Zoë"
    };
    private static final String[] LAST = {
        "Andersson",
        "Bianchi",
        "Cruz",
        "D'Angelo",
        "Evans",
        "Ferreira",
        "García",
        "Hopper",
        "Ivanova",
        "Jørgensen",
        "Kowalski",
        "Lovelace",
        "Müller",
        "Nguyễn",
        "Ōkubo",
        "Şahin"
    };
    private static final String[] ADJECTIVES = {"blue", "cast-iron", "folding", "small", "12\" round", "Japanese", "oak"
    };
    private static final String[] THINGS = {
        "lamp", "kettle", "atlas", "teapot", "trowel", "bread knife", "seed box", "bowl"
    };
    private static final String[] BODIES = {
        "Exactly as described.",
        "It's fine; \"solid\" is the word.",
        "Überraschend gut – gerne wieder!",
        "とても気に入りました。",
        "Two lines:\nthe second is shorter.",
        "Arrived late 🙁, but works 👍",
        "5/5 -- would buy again /* really */"
    };
    private static final String[] STATES = {"open", "paid", "sent", "sent", "sent", "returned"};
    private static final LocalDateTime FIRST_DAY = LocalDateTime.of(2024, 1, 1, 8, 0);
    private static final int MINUTES = 2 * 365 * 24 * 60;

    private final Connection connection;
    private final Random random = new Random(SEED);

    private SampleDatabase(Connection connection) {
        this.connection = connection;
    }

    /** Makes the shop in an empty SQLite database, in one transaction. */
    static void fill(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        SampleDatabase sample = new SampleDatabase(connection);
        sample.execute(TABLES);
        sample.rows();
        sample.execute(REST);
        connection.commit();
        connection.setAutoCommit(true);
    }

    private void rows() throws SQLException {
        insert("INSERT INTO country VALUES (?, ?)", COUNTRIES.length, i ->
                new Object[] {COUNTRIES[i][0], COUNTRIES[i][1]});
        // The first three have no parent; the others belong to one of them.
        insert("INSERT INTO category VALUES (?, ?, ?)", CATEGORIES.length, i ->
                new Object[] {i + 1, CATEGORIES[i], i < 3 ? null : i % 3 + 1});
        insert("INSERT INTO customer VALUES (?, ?, ?, ?, ?, ?, ?)", CUSTOMERS, this::customer);
        insert(
                "INSERT INTO product (id, sku, name, category_id, cents, kilograms, image) VALUES (?, ?, ?, ?, ?, ?, ?)",
                PRODUCTS,
                this::product);
        insert("INSERT INTO purchase VALUES (?, ?, ?, ?)", PURCHASES, i ->
                new Object[] {i + 1, 1 + random.nextInt(CUSTOMERS), moment(), one(STATES)});
        items();
        insert(
                "INSERT INTO review (product_id, customer_id, stars, body) VALUES (?, ?, ?, ?)",
                REVIEWS,
                i -> new Object[] {
                    1 + random.nextInt(PRODUCTS), 1 + random.nextInt(CUSTOMERS), 1 + random.nextInt(5), one(BODIES)
                });
    }

    private Object[] customer(int i) {
        String name = one(FIRST) + " " + one(LAST);
        String note = random.nextInt(5) == 0 ? "calls on " + moment() + ";\nasks for '" + one(THINGS) + "'" : null;
        return new Object[] {
            i + 1,
            name,
            "customer" + (i + 1) + "@example.org",
            COUNTRIES[random.nextInt(COUNTRIES.length)][0],
            moment(),
            random.nextInt(100_000) / 128.0,
            note
        };
    }

    private Object[] product(int i) {
        byte[] image = new byte[random.nextInt(LARGEST_IMAGE)];
        random.nextBytes(image);
        return new Object[] {
            i + 1,
            String.format(Locale.ROOT, "SKU-%05d", i + 1),
            one(ADJECTIVES) + " " + one(THINGS),
            1 + random.nextInt(CATEGORIES.length),
            1 + random.nextInt(50_000),
            random.nextInt(4) == 0 ? null : random.nextDouble() * 20,
            random.nextInt(10) == 0 ? null : image
        };
    }

    private void items() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO purchase_item VALUES (?, ?, ?, ?)")) {
            for (int purchase = 1; purchase <= PURCHASES; purchase++) {
                Set<Integer> products = new LinkedHashSet<>();
                for (int i = 1 + random.nextInt(3); i > 0; i--) products.add(1 + random.nextInt(PRODUCTS));
                for (int product : products) {
                    add(insert, purchase, product, 1 + random.nextInt(4), 1 + random.nextInt(50_000));
                }
            }
            insert.executeBatch();
        }
    }

    private void execute(List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) statement.execute(sql);
        }
    }

    @FunctionalInterface
    private interface RowMaker {
        /** The values of the row with this number, from 0. */
        Object[] row(int number);
    }

    private void insert(String sql, int count, RowMaker maker) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int i = 0; i < count; i++) add(insert, maker.row(i));
            insert.executeBatch();
        }
    }

    private static void add(PreparedStatement insert, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) insert.setObject(i + 1, values[i]);
        insert.addBatch();
    }

    private String moment() {
        return FIRST_DAY.plusMinutes(random.nextInt(MINUTES)).toString();
    }

    private String one(String[] of) {
        return of[random.nextInt(of.length)];
    }
}
