package io.github.d1jdbc;

import io.github.d1jdbc.internal.Credentials;
import io.github.d1jdbc.internal.RestSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is set for a connection, from the URL before the Properties before the environment; an empty value is an
 * absent one. Immutable; {@code toString} shows no secret.
 */
final class ConnectionSettings {
    private final JdbcUrl url;
    private final Map<ConnectionProperty, String> given;
    private final Map<String, String> environment;

    private ConnectionSettings(JdbcUrl url, Map<ConnectionProperty, String> given, Map<String, String> environment) {
        this.url = url;
        this.given = given;
        this.environment = environment;
    }

    /** Puts the three places together and checks every value that can be checked alone. */
    static ConnectionSettings of(JdbcUrl url, Properties properties, Map<String, String> environment)
            throws SQLException {
        Map<ConnectionProperty, String> given = new EnumMap<>(ConnectionProperty.class);
        for (Map.Entry<String, String> entry : texts(properties).entrySet()) {
            String name = entry.getKey();
            String value = entry.getValue();
            if (value.isEmpty()) continue;
            ConnectionProperty property = JdbcUrl.property(name);
            // Its own name goes before an alias.
            if (name.equals(property.key()) || !given.containsKey(property)) given.put(property, value);
        }
        given.putAll(url.properties());
        ConnectionSettings settings = new ConnectionSettings(url, given, environment);
        settings.check();
        return settings;
    }

    private static Map<String, String> texts(Properties properties) {
        Map<String, String> texts = new TreeMap<>();
        // stringPropertyNames also sees the defaults of the Properties, but not a Boolean or a number: readOnly=true
        // that is not heard would be worse than an error.
        for (String name : properties.stringPropertyNames()) texts.put(name, properties.getProperty(name));
        properties.forEach((name, value) -> texts.put(String.valueOf(name), String.valueOf(value)));
        return texts;
    }

    private void check() throws SQLException {
        for (ConnectionProperty property : ConnectionProperty.values()) {
            String value = get(property);
            if (value == null || property.choices().isEmpty()) continue;
            if (property == ConnectionProperty.TRANSACTIONS && value.equals("optimistic")) {
                throw SqlErrors.unsupported(
                        "transactions=optimistic", "a later version will have it; use immediate or batch");
            }
            if (!property.choices().contains(value)) {
                throw SqlErrors.url("The connection property " + property.key() + " must be one of "
                        + String.join(", ", property.choices()) + ".");
            }
        }
        duration(ConnectionProperty.CONNECT_TIMEOUT);
        duration(ConnectionProperty.SOCKET_TIMEOUT);
        maxRetries();
        exportWait();
        keepAlive();
        maxTransactionStatements();
        maxTransactionBytes();
        if (url.target() instanceof JdbcUrl.Target.Remote) {
            endpoint();
        } else if (given.containsKey(ConnectionProperty.ENDPOINT)) {
            throw SqlErrors.url("The connection property endpoint does not go with a jdbc:d1:local: URL.");
        }
    }

    JdbcUrl url() {
        return url;
    }

    /** A value with its default, or null. */
    @Nullable
    String get(ConnectionProperty property) {
        String value = given.get(property);
        if (value != null) return value;
        value = fromEnvironment(property);
        return value == null ? property.fallback() : value;
    }

    private @Nullable String fromEnvironment(ConnectionProperty property) {
        String name = property.environment();
        String value = name == null ? null : environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    String text(ConnectionProperty property) {
        String value = get(property);
        return value == null ? "" : value;
    }

    boolean is(ConnectionProperty property) {
        return "true".equals(get(property));
    }

    /** Every property as a tool shows it in a form. */
    DriverPropertyInfo[] describe() {
        boolean remote = url.target() instanceof JdbcUrl.Target.Remote;
        boolean hasAccount = url.target() instanceof JdbcUrl.Target.Remote target && target.account() != null;
        ConnectionProperty[] all = ConnectionProperty.values();
        DriverPropertyInfo[] infos = new DriverPropertyInfo[all.length];
        for (int i = 0; i < all.length; i++) {
            ConnectionProperty property = all[i];
            infos[i] = new DriverPropertyInfo(property.key(), property.secret() ? null : get(property));
            infos[i].description = property.description();
            infos[i].choices =
                    property.choices().isEmpty() ? null : property.choices().toArray(String[]::new);
            boolean missing = get(property) == null;
            infos[i].required = remote
                    && missing
                    && ((property == ConnectionProperty.PASSWORD && !hasCredentials())
                            || (property == ConnectionProperty.USER && !hasAccount));
        }
        return infos;
    }

    private boolean hasCredentials() {
        return get(ConnectionProperty.PASSWORD) != null
                || get(ConnectionProperty.TOKEN_FILE) != null
                || get(ConnectionProperty.API_KEY) != null;
    }

    /** How to reach a database of an account; the local ones have settings of their own server. */
    RestSettings remote(JdbcUrl.Target.Remote target) throws SQLException {
        String account = target.account() != null ? target.account() : get(ConnectionProperty.USER);
        if (account == null) {
            throw SqlErrors.url("The account id is missing: write it into the URL, as in"
                    + " jdbc:d1://<account-id>/<database>, or set the property user or CLOUDFLARE_ACCOUNT_ID.");
        }
        return rest(endpoint(), account, credentials());
    }

    /** The settings of the wire with these timeouts and so on. */
    RestSettings rest(URI endpoint, String account, Credentials credentials) throws SQLException {
        String trustStore = get(ConnectionProperty.TRUST_STORE);
        return new RestSettings(
                endpoint,
                account,
                credentials,
                duration(ConnectionProperty.CONNECT_TIMEOUT),
                duration(ConnectionProperty.SOCKET_TIMEOUT),
                maxRetries(),
                get(ConnectionProperty.PROXY),
                trustStore == null ? null : path(ConnectionProperty.TRUST_STORE, trustStore),
                text(ConnectionProperty.APPLICATION_NAME));
    }

    private URI endpoint() throws SQLException {
        String text = text(ConnectionProperty.ENDPOINT);
        URI uri;
        try {
            uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        } catch (URISyntaxException e) {
            throw SqlErrors.url("The connection property endpoint is no URL: it has a wrong character at index "
                    + e.getIndex() + ".");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
            throw SqlErrors.url("The connection property endpoint must be an http or https URL such as "
                    + RestSettings.CLOUDFLARE + ".");
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw SqlErrors.url("The connection property endpoint must not have a user, a query or a fragment.");
        }
        if (scheme.equals("http") && !isLoopback(uri.getHost()) && !is(ConnectionProperty.ALLOW_INSECURE)) {
            throw SqlErrors.url("The connection property endpoint is plain http to " + uri.getHost()
                    + ", which would show the token to the network: use https, or set allowInsecure=true.");
        }
        return uri;
    }

    // By its text: a name that DNS leads to 127.0.0.1 today may lead elsewhere tomorrow.
    private static boolean isLoopback(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.equals("localhost") || lower.equals("[::1]") || lower.matches("127\\.\\d+\\.\\d+\\.\\d+");
    }

    // What was given for this connection goes before what the environment has for all.
    private Credentials credentials() throws SQLException {
        String token = given.get(ConnectionProperty.PASSWORD);
        String file = given.get(ConnectionProperty.TOKEN_FILE);
        String key = given.get(ConnectionProperty.API_KEY);
        if (token != null) return token(token, "The API token");
        if (key != null) return emailKey(key);
        if (file != null) return token(firstLine(file), "The API token in tokenFile");
        token = fromEnvironment(ConnectionProperty.PASSWORD);
        if (token != null) return token(token, "The API token in CLOUDFLARE_API_TOKEN");
        key = fromEnvironment(ConnectionProperty.API_KEY);
        if (key != null) return emailKey(key);
        throw SqlErrors.credentials(
                "There is no API token: set CLOUDFLARE_API_TOKEN, or the connection property password"
                        + " or tokenFile.");
    }

    private Credentials emailKey(String key) throws SQLException {
        String email = get(ConnectionProperty.EMAIL);
        if (email == null) {
            throw SqlErrors.credentials("The connection property apiKey needs the property email beside it.");
        }
        headerSafe(email, "The property email");
        headerSafe(key, "The property apiKey");
        return new Credentials.EmailKey(email, key);
    }

    private static Credentials token(String token, String what) throws SQLException {
        headerSafe(token, what);
        return new Credentials.Token(token);
    }

    // HTTP header values are visible ASCII (RFC 9110, 5.5); a pasted line end would break the request.
    private static void headerSafe(String value, String what) throws SQLException {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c > '~') {
                throw SqlErrors.credentials(what + " has a character that no token has, at index " + i
                        + ": copy it again without spaces and line ends.");
            }
        }
    }

    private static String firstLine(String file) throws SQLException {
        try {
            String content = Files.readString(path(ConnectionProperty.TOKEN_FILE, file), StandardCharsets.UTF_8);
            String line = content.lines().findFirst().orElse("").strip();
            if (line.isEmpty()) throw SqlErrors.credentials("The first line of tokenFile " + file + " is empty.");
            return line;
        } catch (IOException e) {
            throw SqlErrors.credentials(
                    "The tokenFile " + file + " cannot be read: " + e.getClass().getSimpleName() + ".");
        }
    }

    private static Path path(ConnectionProperty property, String text) throws SQLException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw SqlErrors.url("The connection property " + property.key() + " is no path of a file.");
        }
    }

    private Duration duration(ConnectionProperty property) throws SQLException {
        String text = text(property);
        try {
            Duration duration =
                    text.startsWith("P") ? Duration.parse(text) : Duration.ofSeconds(Long.parseLong(text.strip()));
            if (!duration.isNegative() && !duration.isZero()) return duration;
        } catch (NumberFormatException | DateTimeParseException | ArithmeticException e) {
            // The same sentence for what is no duration and for what is too short.
            throw badDuration(property);
        }
        throw badDuration(property);
    }

    private static SQLException badDuration(ConnectionProperty property) {
        return SqlErrors.url(
                "The connection property " + property.key() + " must be a time such as PT30S, or 30 for seconds.");
    }

    /** How long SQL waits for an export of the database, zero for not at all. */
    Duration exportWait() throws SQLException {
        return durationOrZero(ConnectionProperty.EXPORT_WAIT);
    }

    /** How long an embedded D1 outlives its last connection. */
    Duration keepAlive() throws SQLException {
        return durationOrZero(ConnectionProperty.KEEP_ALIVE);
    }

    private Duration durationOrZero(ConnectionProperty property) throws SQLException {
        return text(property).matches("0|PT0S") ? Duration.ZERO : duration(property);
    }

    /** How many writes may wait for a commit. */
    int maxTransactionStatements() throws SQLException {
        return number(ConnectionProperty.MAX_TRANSACTION_STATEMENTS, 1);
    }

    /** About how many bytes one atomic request may have. */
    int maxTransactionBytes() throws SQLException {
        return number(ConnectionProperty.MAX_TRANSACTION_BYTES, 1);
    }

    private int number(ConnectionProperty property, int least) throws SQLException {
        String text = text(property);
        int number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
        if (number >= least) return number;
        throw SqlErrors.url(
                "The connection property " + property.key() + " must be a number from " + least + " to 999999999.");
    }

    private int maxRetries() throws SQLException {
        int retries = number(ConnectionProperty.MAX_RETRIES, 0);
        if (retries <= 999) return retries;
        throw SqlErrors.url("The connection property maxRetries must be a number from 0 to 999.");
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
