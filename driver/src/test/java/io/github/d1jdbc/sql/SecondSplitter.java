package io.github.d1jdbc.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A splitter written a second time, on characters and by regular expressions, to compare the real one with. */
final class SecondSplitter {

    private static final Pattern PIECE = Pattern.compile("(?<space>[\\s\\uFEFF]+)"
            + "|(?<comment>--[^\\n]*(?:\\n|$)|/\\*(?s:.*?)(?:\\*/|$))"
            + "|(?<quoted>'[^']*(?:'|$)|\"[^\"]*(?:\"|$)|`[^`]*(?:`|$)|\\[[^\\]]*(?:\\]|$))"
            + "|(?<word>[A-Za-z_\\u0080-\\uffff][A-Za-z0-9_$\\u0080-\\uffff]*)"
            + "|(?<other>(?s:.))");
    private static final Pattern TRIGGER = Pattern.compile(
            "(EXPLAIN ((?!(EXPLAIN|CREATE|TEMP|TEMPORARY|TRIGGER|END) )\\S+ )*+)?CREATE (TEMP |TEMPORARY )*TRIGGER( .*)?",
            Pattern.DOTALL);
    private static final Pattern TRIGGER_ENDS = Pattern.compile(".*; END", Pattern.DOTALL);

    static List<String> split(String sql) {
        List<String> statements = new ArrayList<>();
        StringBuilder tokens = new StringBuilder();
        int start = 0;
        Matcher piece = PIECE.matcher(sql);
        while (piece.find()) {
            if (piece.group("space") != null || piece.group("comment") != null) continue;
            String text = piece.group();
            boolean ends = text.equals(";")
                    && (!TRIGGER.matcher(tokens).matches()
                            || TRIGGER_ENDS.matcher(tokens).matches());
            if (ends) {
                add(statements, tokens, sql.substring(start, piece.start()));
                tokens.setLength(0);
                start = piece.end();
            } else {
                if (tokens.length() > 0) tokens.append(' ');
                tokens.append(piece.group("quoted") != null ? "''" : text.toUpperCase(Locale.ROOT));
            }
        }
        add(statements, tokens, sql.substring(start));
        return statements;
    }

    private static void add(List<String> statements, StringBuilder tokens, String text) {
        if (tokens.length() > 0) statements.add(text.replaceAll("^[\\s\\uFEFF]+|\\s+$", ""));
    }

    private SecondSplitter() {}
}
