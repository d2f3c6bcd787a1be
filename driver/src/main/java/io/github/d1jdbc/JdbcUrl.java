package io.github.d1jdbc;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A URL of this driver, taken apart. Immutable, and free of secrets: a URL with a token in it is refused, because URLs
 * end in logs.
 *
 * <pre>
 * jdbc:d1://&lt;account-id&gt;/&lt;database name or UUID&gt;[?property=value&amp;…]
 * jdbc:d1:local:&lt;file.sqlite&gt;[?…]        an embedded D1 over a file
 * jdbc:d1:local::memory:[&lt;name&gt;][?…]     an embedded D1 in memory
 * </pre>
 *
 * @param target what it leads to
 * @param properties the properties that it sets, without empty values
 */
record JdbcUrl(Target target, Map<ConnectionProperty, String> properties) {
    static final String PREFIX = "jdbc:d1:";

    private static final Logger LOG = Logger.getLogger("io.github.d1jdbc");

    private static final String LOCAL = "local:";
    private static final String MEMORY = ":memory:";
    // The API allows 32 characters; Cloudflare's own are hex.
    private static final Pattern ACCOUNT = Pattern.compile("[0-9A-Za-z_-]{1,32}");
    private static final Pattern HARMLESS_NAME = Pattern.compile("[A-Za-z.]{1,24}");

    /** What a URL leads to. */
    sealed interface Target {
        /** A database of an account; the account is null where another place names it. */
        record Remote(@Nullable String account, String database) implements Target {
            @Override
            public String toString() {
                return PREFIX + "//" + (account == null ? "" : account) + "/" + database;
            }
        }

        /** A SQLite file. */
        record LocalFile(String path) implements Target {
            @Override
            public String toString() {
                return PREFIX + LOCAL + path;
            }
        }

        /** A database in this JVM's memory; the name may be empty. */
        record LocalMemory(String name) implements Target {
            @Override
            public String toString() {
                return PREFIX + LOCAL + MEMORY + name;
            }
        }
    }

    JdbcUrl {
        properties = Map.copyOf(properties);
    }

    /** Whether the driver answers for a URL, right or wrong. */
    static boolean accepts(@Nullable String url) {
        return url != null && url.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /** Takes a URL apart that {@link #accepts} took. */
    static JdbcUrl parse(String url) throws SQLException {
        String rest = url.substring(PREFIX.length());
        int query = rest.indexOf('?');
        String place = query < 0 ? rest : rest.substring(0, query);
        Map<ConnectionProperty, String> properties = query < 0 ? Map.of() : properties(rest.substring(query + 1));
        if (place.startsWith("//")) return new JdbcUrl(remote(place.substring(2)), properties);
        if (place.startsWith(LOCAL)) return new JdbcUrl(local(place.substring(LOCAL.length())), properties);
        throw SqlErrors.url("The D1 URL needs // or local: behind jdbc:d1: , as in jdbc:d1://<account-id>/<database>"
                + " or jdbc:d1:local:<file.sqlite>.");
    }

    /** The URL of a database whose account stands elsewhere. */
    static String of(String database) {
        return PREFIX + "///"
                + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What may be shown of a URL that nobody has checked. */
    static String withoutProperties(String url) {
        try {
            return accepts(url) ? parse(url).toString() : "another driver's URL";
        } catch (SQLException e) {
            return PREFIX + " URL that is wrong";
        }
    }

    private static Target remote(String place) throws SQLException {
        int slash = place.indexOf('/');
        String account = slash < 0 ? place : place.substring(0, slash);
        if (account.indexOf('@') >= 0) {
            throw SqlErrors.url("The D1 URL has credentials before an @, which would end in logs: remove them and give"
                    + " the token as the property password.");
        }
        if (!account.isEmpty() && !ACCOUNT.matcher(account).matches()) {
            throw SqlErrors.url("The account id in the D1 URL is wrong: it has at most 32 letters and digits, and"
                    + " stands between // and / as in jdbc:d1://<account-id>/<database>.");
        }
        String name = slash < 0 ? "" : place.substring(slash + 1);
        if (name.indexOf('/') >= 0) {
            throw SqlErrors.url(
                    "The database in the D1 URL has a / in it: only a name or a UUID may follow the account" + " id.");
        }
        String database = decode(name, "database");
        if (database.isEmpty()) {
            throw SqlErrors.url("The database is missing in the D1 URL: write its name or UUID behind the account id,"
                    + " as in jdbc:d1://<account-id>/<database>.");
        }
        return new Target.Remote(account.isEmpty() ? null : account, database);
    }

    private static Target local(String place) throws SQLException {
        if (place.startsWith(MEMORY)) {
            return new Target.LocalMemory(decode(place.substring(MEMORY.length()), "memory database's name"));
        }
        String path = decode(place, "file");
        if (path.isEmpty()) {
            throw SqlErrors.url("The file is missing in the D1 URL: write jdbc:d1:local:<file.sqlite> or"
                    + " jdbc:d1:local::memory: .");
        }
        return new Target.LocalFile(path);
    }

    private static Map<ConnectionProperty, String> properties(String query) throws SQLException {
        Map<ConnectionProperty, String> properties = new EnumMap<>(ConnectionProperty.class);
        for (String pair : query.split("&", -1)) {
            if (pair.isEmpty()) continue;
            int equals = pair.indexOf('=');
            // Without a = it may be a token that was pasted here, so it is not quoted.
            if (equals < 0) throw SqlErrors.url("A property in the D1 URL has no value: write name=value.");
            ConnectionProperty property = property(pair.substring(0, equals));
            if (!property.inUrl()) {
                throw SqlErrors.url(
                        "The property " + property.key() + " does not belong in a D1 URL, because URLs end in"
                                + " logs: give it in the Properties of the connection"
                                + (property.environment() == null ? "" : " or as " + property.environment()) + ".");
            }
            String value = decode(pair.substring(equals + 1), "property " + property.key());
            if (value.isEmpty()) continue;
            if (properties.put(property, value) != null) {
                throw SqlErrors.url("The property " + property.key() + " is twice in the D1 URL.");
            }
        }
        return properties;
    }

    /** The property of a name; says which could be meant when there is none. */
    static ConnectionProperty property(String name) throws SQLException {
        ConnectionProperty property = ConnectionProperty.named(name);
        if (property != null) return property;
        // A name that does not look like one may be a secret at a wrong place.
        String shown = HARMLESS_NAME.matcher(name).matches() ? " " + name : "";
        if (ConnectionProperty.isPlanned(name)) {
            throw SqlErrors.unsupported("The connection property" + shown, "a later version will have it");
        }
        throw SqlErrors.url("There is no connection property" + shown + ": " + ConnectionProperty.hint(name));
    }

    private static String decode(String text, String part) throws SQLException {
        try {
            // A + is itself in a path or a name; only forms use it for a space.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw SqlErrors.url("The " + part
                    + " in the D1 URL has a % that two hex digits do not follow: write %25 for" + " a % itself.");
        }
    }

    /** The URL without its properties, to be shown anywhere. */
    @Override
    public String toString() {
        return target.toString();
    }

    /** What can be parsed of it, else a local one: tools ask what can be set while their user still types the URL. */
    static JdbcUrl unfinished(String url) throws SQLException {
        String memory = PREFIX + "local::memory:";
        if (!accepts(url)) return parse(memory);
        try {
            return parse(url);
        } catch (SQLException e) {
            if (url.indexOf('?') >= 0) throw e;
            LOG.log(Level.FINE, "The URL is not whole yet; the properties are described without it.", e);
            return parse(memory);
        }
    }
}
