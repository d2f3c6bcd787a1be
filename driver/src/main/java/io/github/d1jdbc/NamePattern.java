package io.github.d1jdbc;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A name's pattern of DatabaseMetaData: {@code %} is any text, {@code _} any character, a backslash takes the next
 * character as it is. The 26 letters of ASCII have no case, as in SQLite's own names. Immutable.
 */
record NamePattern(@Nullable Pattern regex) {

    /** Null, and the empty text that some tools send for it, mean every name. */
    static NamePattern of(@Nullable String pattern) {
        if (pattern == null || pattern.isEmpty() || pattern.equals("%")) return new NamePattern(null);
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '%') {
                regex.append(".*");
            } else if (c == '_') {
                regex.append('.');
            } else {
                if (c == '\\' && i + 1 < pattern.length()) c = pattern.charAt(++i);
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return new NamePattern(Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL));
    }

    boolean matches(String name) {
        return regex == null || regex.matcher(name).matches();
    }
}
