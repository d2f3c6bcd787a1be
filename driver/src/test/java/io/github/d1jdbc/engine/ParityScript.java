package io.github.d1jdbc.engine;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.d1jdbc.sql.SqlKind;
import io.github.d1jdbc.sql.SqlStatement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A file of requests that any D1 endpoint can be asked: a line each, {@code raw} or {@code query} with a JSON body,
 * {@code export} with dump options, {@code reload} (the last export into an empty database, then a query there), and
 * {@code new} for an empty database. <code>{{c#|1..3|,}}</code> stands for {@code c1,c2,c3}.
 */
record ParityScript(String topic, List<String> requests) {

    private static final Pattern REPEAT = Pattern.compile("\\{\\{(.*?)\\|(\\d+)\\.\\.(\\d+)\\|(.*?)}}");
    /** What no two runs share: a made-up reference. */
    private static final Pattern VARYING = Pattern.compile("(?<=internal error; reference = )\\w+");

    static ParityScript read(Path file) {
        try {
            List<String> requests = Files.readAllLines(file).stream()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
            return new ParityScript(file.getFileName().toString().replace(".txt", ""), requests);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return topic; // the name of a parameterized test
    }

    /** Sends every request and gives what can be compared of the answers, one a request. */
    List<String> run(Supplier<D1Http.Database> databases) {
        List<String> answers = new ArrayList<>();
        D1Http.Database database = databases.get();
        String dump = "";
        for (String request : requests) {
            int space = request.indexOf(' ');
            String action = space < 0 ? request : request.substring(0, space);
            String argument = expand(request.substring(space + 1));
            String answer = "";
            switch (action) {
                case "new" -> database = databases.get();
                case "raw", "query" -> answer = comparable(argument, database.post(action, argument));
                case "export" ->
                    answer = dump = VARYING.matcher(database.export(argument)).replaceAll("");
                case "reload" -> answer = reload(dump, argument, databases.get());
                default -> throw new IllegalArgumentException(request);
            }
            answers.add(answer);
        }
        return answers;
    }

    private static String reload(String dump, String check, D1Http.Database empty) {
        D1Http.Answer loaded = empty.raw(dump);
        if (loaded.status() != 200) return "does not load: " + comparable("", loaded);
        return "loads" + (check.equals("reload") ? "" : ": " + comparable("", empty.raw(check)));
    }

    static String expand(String text) {
        Matcher repeat = REPEAT.matcher(text);
        StringBuilder out = new StringBuilder();
        while (repeat.find()) {
            String piece = repeat.group(1);
            String all = IntStream.rangeClosed(Integer.parseInt(repeat.group(2)), Integer.parseInt(repeat.group(3)))
                    .mapToObj(i -> piece.replace("#", String.valueOf(i)))
                    .collect(Collectors.joining(repeat.group(4)));
            repeat.appendReplacement(out, Matcher.quoteReplacement(all));
        }
        return repeat.appendTail(out).toString();
    }

    private static String comparable(String request, D1Http.Answer answer) {
        JsonNode json = answer.json();
        if (answer.status() != 200) {
            JsonNode error = json.at("/errors/0");
            String message = VARYING.matcher(error.path("message").asText()).replaceAll("");
            return "HTTP " + answer.status() + " [" + error.path("code").asText() + "] " + message;
        }
        List<SqlKind> kinds = kinds(request);
        List<String> results = results(answer.body());
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < results.size(); i++) {
            JsonNode meta = json.at("/result/" + i + "/meta");
            out.append(results.get(i)).append(" changes ").append(meta.path("changes"));
            out.append(" changed_db ").append(meta.path("changed_db"));
            // elsewhere it is what some statement before has left in the connection
            boolean inserts = i < kinds.size() && (kinds.get(i) == SqlKind.INSERT || kinds.get(i) == SqlKind.REPLACE);
            if (inserts && meta.path("changes").asInt() > 0)
                out.append(" last_row_id ").append(meta.path("last_row_id"));
            out.append('\n');
        }
        return out.toString();
    }

    private static List<SqlKind> kinds(String request) {
        try {
            String sql = D1Http.JSON.readTree(request).path("sql").asText();
            return SqlStatement.split(sql).stream().map(SqlStatement::kind).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The text of every {@code results}, as it was sent: JSON values that are equal may be written differently. */
    private static List<String> results(String body) {
        List<String> texts = new ArrayList<>();
        try (JsonParser parser = D1Http.JSON.createParser(body)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() != JsonToken.FIELD_NAME
                        || !parser.currentName().equals("results")) continue;
                parser.nextToken();
                int start = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                texts.add(body.substring(
                        start, (int) parser.currentTokenLocation().getCharOffset() + 1));
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
