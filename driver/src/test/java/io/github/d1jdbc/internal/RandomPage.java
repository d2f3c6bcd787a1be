package io.github.d1jdbc.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Writes {@code /raw} answers with every form of value, escape, spacing and order that JSON allows. */
final class RandomPage {
    private static final String[] NUMBERS = {
        "0", "-0", "7", "-1", "9007199254740993", "-9223372036854775808", "0.1", "1e+308", "5E-324", "-12.50e-3", "1e0"
    };
    private static final String[] PIECES = {
        "a",
        "text ",
        "\\n",
        "\\\"",
        "\\\\",
        "\\/",
        "\\b\\f\\r\\t",
        "\\u0041",
        "\\u00e9",
        "\\uD83D\\uDE00",
        "\\ud83d",
        "\\uDE00",
        "é",
        "\u0080",
        "ÿ",
        "Ā",
        "\u07ff",
        "naïve façade",
        "€",
        "😀",
        "\u007f",
        "][",
        "{}",
        ",",
        "12345678",
        "more than eight plain bytes",
        "\\u0000"
    };

    private final Random random;

    RandomPage(Random random) {
        this.random = random;
    }

    byte[] answer() {
        List<String> results = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) results.add(result());
        return object("\"result\":" + array(results), "\"success\":true", "\"errors\":[]", "\"messages\":[ ]")
                .getBytes(StandardCharsets.UTF_8);
    }

    byte[] rowsAlone() {
        return rows(random.nextInt(4)).getBytes(StandardCharsets.UTF_8);
    }

    private String result() {
        int width = random.nextInt(6);
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < width; i++) columns.add(text());
        String table = object("\"columns\":" + array(columns), "\"rows\":" + rows(width));
        return object("\"results\":" + table, "\"success\":true", "\"meta\":{\"changes\":1,\"rows\":[[{}]]}");
    }

    private String rows(int width) {
        List<String> rows = new ArrayList<>();
        for (int r = random.nextInt(6); r > 0; r--) {
            List<String> cells = new ArrayList<>();
            for (int c = 0; c < width; c++) cells.add(cell());
            rows.add(array(cells));
        }
        return array(rows);
    }

    private String cell() {
        return switch (random.nextInt(8)) {
            case 0 -> "null";
            case 1 -> random.nextBoolean() ? "true" : "false";
            case 2 -> NUMBERS[random.nextInt(NUMBERS.length)];
            case 3 -> number(random);
            case 4 -> blob();
            default -> text();
        };
    }

    /** A number of JSON with any count of digits on either side of the point. */
    static String number(Random random) {
        StringBuilder number = new StringBuilder(random.nextInt(3) == 0 ? "-" : "");
        int whole = random.nextInt(4) == 0 ? 1 + random.nextInt(22) : 1 + random.nextInt(7);
        number.append(random.nextInt(5) == 0 ? "0" : digits(random, whole).replaceFirst("^0", "1"));
        if (random.nextBoolean()) number.append('.').append(digits(random, 1 + random.nextInt(20)));
        if (random.nextInt(6) == 0) {
            number.append(random.nextBoolean() ? "e" : "E")
                    .append(List.of("", "+", "-").get(random.nextInt(3)));
            number.append(random.nextInt(random.nextBoolean() ? 30 : 400));
        }
        return number.toString();
    }

    private static String digits(Random random, int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) digits.append((char) ('0' + random.nextInt(10)));
        return digits.toString();
    }

    private String blob() {
        List<String> bytes = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) bytes.add(Integer.toString(random.nextInt(256)));
        return array(bytes);
    }

    private String text() {
        StringBuilder text = new StringBuilder("\"");
        for (int i = random.nextInt(random.nextInt(6) == 0 ? 40 : 6); i > 0; i--)
            text.append(PIECES[random.nextInt(PIECES.length)]);
        return text.append('"').toString();
    }

    private String array(List<String> elements) {
        return "[" + space() + String.join(space() + "," + space(), elements) + space() + "]";
    }

    private String object(String... fields) {
        List<String> shuffled = new ArrayList<>(List.of(fields));
        Collections.shuffle(shuffled, random);
        return "{" + space() + String.join("," + space(), shuffled) + space() + "}";
    }

    private String space() {
        return random.nextInt(4) == 0 ? " \n\t\r".substring(random.nextInt(4)) : "";
    }
}
