package io.github.d1jdbc;

import java.sql.ResultSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What a connection says of its user: only the application's name, which goes out in the User-Agent header. For one
 * thread at a time.
 */
final class ClientInfo {
    static final String APPLICATION = "ApplicationName";

    // JDBC's other names; D1 has no place for them.
    private static final List<String> STANDARD = List.of("ClientUser", "ClientHostname");

    // A header past some kilobytes is refused by servers.
    private static final int LONGEST = 200;

    private String application;

    ClientInfo(String application) {
        this.application = application;
    }

    /** Takes a value; gives a warning's text for a name that D1 has no place for, as JDBC has it, else null. */
    @Nullable
    String set(@Nullable String name, @Nullable String value) {
        if (APPLICATION.equals(name)) {
            application = headerSafe(value == null ? "" : value);
            return null;
        }
        // An unknown name may hold anything and is not quoted.
        String shown = name != null && STANDARD.contains(name) ? name : "of this name";
        return String.format(Locale.ROOT, "The client info %s was not taken: D1 knows only %s.", shown, APPLICATION);
    }

    // Values of HTTP headers are visible ASCII (RFC 9110, 5.5).
    private static String headerSafe(String value) {
        String shown = value.replaceAll("[^ -~]", "?").strip();
        return shown.length() > LONGEST ? shown.substring(0, LONGEST) : shown;
    }

    /** What DatabaseMetaData.getClientInfoProperties says. */
    static ResultSet properties() {
        MetadataRows rows = new MetadataRows("getClientInfoProperties");
        rows.row()
                .set("NAME", APPLICATION)
                .set("MAX_LEN", LONGEST)
                .set("DEFAULT_VALUE", "")
                .set("DESCRIPTION", "The application's name, which goes out in the User-Agent header");
        return rows.result();
    }

    String application() {
        return application;
    }

    @Nullable
    String get(@Nullable String name) {
        return APPLICATION.equals(name) && !application.isEmpty() ? application : null;
    }

    Properties all() {
        Properties all = new Properties();
        if (!application.isEmpty()) all.setProperty(APPLICATION, application);
        return all;
    }
}
