package io.github.d1jdbc;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What can be set for a connection: in the URL, in Properties, or in the environment. */
enum ConnectionProperty {
    PASSWORD("password", "CLOUDFLARE_API_TOKEN", null, Place.SECRET, "API token with D1 Read, or D1 Edit to export"),
    USER("user", "CLOUDFLARE_ACCOUNT_ID", null, Place.ANYWHERE, "account id; the URL's own goes before it"),
    TOKEN_FILE("tokenFile", null, null, Place.NOT_IN_URL, "file whose first line is the API token"),
    EMAIL("email", "CLOUDFLARE_EMAIL", null, Place.NOT_IN_URL, "owner of the global API key, used with apiKey"),
    API_KEY("apiKey", "CLOUDFLARE_API_KEY", null, Place.SECRET, "global API key, used with email"),
    ENDPOINT(
            "endpoint",
            "CLOUDFLARE_API_BASE_URL",
            "https://api.cloudflare.com/client/v4",
            Place.ANYWHERE,
            "base URL of the API"),
    ALLOW_INSECURE(
            "allowInsecure", null, "false", Place.ANYWHERE, "allows plain http to other machines", "true", "false"),
    READ_ONLY("readOnly", null, "false", Place.ANYWHERE, "refuses every statement that can write", "true", "false"),
    INT64(
            "int64",
            null,
            "exact",
            Place.ANYWHERE,
            "exact: what D1's JSON rounds or drops is read again; fast: it is given as D1 sends it",
            "exact",
            "fast"),
    TRANSACTIONS(
            "transactions",
            null,
            "auto",
            Place.ANYWHERE,
            "what setAutoCommit(false) means: immediate (auto is that too), or batch, where writes wait for commit",
            "auto",
            "immediate",
            "batch"),
    READS(
            "reads",
            null,
            "committed",
            Place.ANYWHERE,
            "what a query gives while writes wait (transactions=batch)",
            "committed",
            "error"),
    ISOLATION(
            "isolation",
            null,
            "SERIALIZABLE",
            Place.ANYWHERE,
            "isolation at the start; REPEATABLE_READ is raised, READ_UNCOMMITTED too",
            "SERIALIZABLE",
            "REPEATABLE_READ",
            "READ_COMMITTED",
            "READ_UNCOMMITTED"),
    MAX_TRANSACTION_STATEMENTS(
            "maxTransactionStatements",
            null,
            "100000",
            Place.ANYWHERE,
            "how many writes may wait for commit (transactions=batch)"),
    MAX_TRANSACTION_BYTES(
            "maxTransactionBytes",
            null,
            "33554432",
            Place.ANYWHERE,
            "size of one atomic request: a batch is split there, a transaction ends"),
    ROLLBACK(
            "rollback",
            null,
            "error",
            Place.ANYWHERE,
            "what rollback() does when something is already written",
            "error",
            "warn",
            "ignore"),
    CONNECT_TIMEOUT("connectTimeout", null, "PT10S", Place.ANYWHERE, "for TCP and TLS, as PT10S or in seconds"),
    SOCKET_TIMEOUT(
            "socketTimeout", null, "PT60S", Place.ANYWHERE, "between two bytes of an answer, as PT60S or seconds"),
    EXPORT_WAIT(
            "exportWait",
            null,
            "PT0S",
            Place.ANYWHERE,
            "how long SQL waits while D1 exports the database, as PT5M or in seconds"),
    KEEP_ALIVE(
            "keepAlive",
            null,
            "PT0S",
            Place.ANYWHERE,
            "how long an embedded D1 outlives its last connection, as PT10S or in seconds"),
    MAX_RETRIES("maxRetries", null, "4", Place.ANYWHERE, "how often a read is repeated; a write never is"),
    PRODUCT_NAME("productName", null, "SQLite", Place.ANYWHERE, "what getDatabaseProductName() says"),
    PRODUCT_VERSION("productVersion", null, "3.53.4", Place.ANYWHERE, "what getDatabaseProductVersion() says"),
    PROXY("proxy", null, null, Place.ANYWHERE, "HTTP proxy as host:port"),
    TRUST_STORE("trustStore", null, null, Place.ANYWHERE, "PKCS12, JKS or PEM file of trusted authorities"),
    APPLICATION_NAME("applicationName", null, "", Place.ANYWHERE, "is put into the User-Agent header");

    private enum Place {
        ANYWHERE,
        NOT_IN_URL,
        SECRET
    }

    // Other names of a property, in lower case.
    private static final Map<String, ConnectionProperty> ALIASES = Map.of(
            "token", PASSWORD,
            "apitoken", PASSWORD,
            "accountid", USER,
            "username", USER);

    /** What rulings-driver 21 names and a later version will have. */
    private static final List<String> LATER = List.of("commitMarkerTable");

    private final String key;
    private final @Nullable String environment;
    private final @Nullable String fallback;
    private final Place place;
    private final String description;
    private final String choices;

    ConnectionProperty(
            String key,
            @Nullable String environment,
            @Nullable String fallback,
            Place place,
            String description,
            String... choices) {
        this.key = key;
        this.environment = environment;
        this.fallback = fallback;
        this.place = place;
        this.description = description;
        this.choices = String.join(",", choices);
    }

    String key() {
        return key;
    }

    /** The environment's variable for it, or null. */
    @Nullable
    String environment() {
        return environment;
    }

    /** What holds when nothing is said, or null. */
    @Nullable
    String fallback() {
        return fallback;
    }

    String description() {
        return description;
    }

    /** All values that it can have, or an empty list. */
    List<String> choices() {
        return choices.isEmpty() ? List.of() : List.of(choices.split(","));
    }

    boolean secret() {
        return place == Place.SECRET;
    }

    boolean inUrl() {
        return place == Place.ANYWHERE;
    }

    /** The property of a name or alias in any case, or null. */
    static @Nullable ConnectionProperty named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (ConnectionProperty property : values()) {
            if (property.key.toLowerCase(Locale.ROOT).equals(lower)) return property;
        }
        return ALIASES.get(lower.replace("_", "").replace("-", ""));
    }

    /** Whether a later version will know the name. */
    static boolean isPlanned(String name) {
        return LATER.stream().anyMatch(name::equalsIgnoreCase);
    }

    /** The key that may be meant by a name, as the end of a sentence; all of them where none is like it. */
    static String hint(String name) {
        TreeMap<Integer, String> byDistance = new TreeMap<>();
        String lower = name.toLowerCase(Locale.ROOT);
        for (ConnectionProperty property : values()) {
            byDistance.putIfAbsent(distance(lower, property.key.toLowerCase(Locale.ROOT)), property.key);
        }
        Map.Entry<Integer, String> nearest = byDistance.firstEntry();
        if (nearest.getKey() <= Math.max(2, name.length() / 3)) return "did you mean " + nearest.getValue() + "?";
        return "there are "
                + String.join(
                        ", ",
                        Arrays.stream(values()).map(property -> property.key).toList()) + ".";
    }

    // Levenshtein's distance, by one row.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int up = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(up, row[j - 1]) + 1);
                diagonal = up;
            }
        }
        return row[b.length()];
    }
}
