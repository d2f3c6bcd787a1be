package io.github.d1jdbc.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The REST routes of D1 (developers.cloudflare.com/api/resources/d1): who may, what for, and the result. How the
 * answer goes out is {@link ApiAnswers}'s. Thread-safe.
 */
final class Api {

    static final String PREFIX = "/client/v4/";

    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final int PAGE = 100;
    private static final int LARGEST_PAGE = 10_000;
    private static final String COUNT_TABLES = "SELECT count(*) FROM sqlite_schema WHERE type='table'"
            + " AND name NOT LIKE 'sqlite~_%' ESCAPE '~' AND name NOT LIKE '~_cf~_%' ESCAPE '~'";

    private final D1Server.Options options;
    private final Databases databases;
    private final Exports exports;
    private final Imports imports;

    Api(D1Server.Options options, Databases databases, Exports exports, Imports imports) {
        this.options = options;
        this.databases = databases;
        this.exports = exports;
        this.imports = imports;
    }

    /** Where a request goes: the parts of its path behind {@code /client/v4/}. */
    record Target(List<String> parts, Route route) {
        static Target of(Exchange exchange) {
            List<String> parts = new ArrayList<>();
            for (String part : exchange.path().substring(PREFIX.length()).split("/", -1)) {
                if (!part.isEmpty()) parts.add(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
            }
            return new Target(parts, route(exchange.method(), parts));
        }

        private static Route route(String method, List<String> parts) {
            if (parts.size() < 4 || !parts.get(3).equals("database")) return Route.ANY;
            if (parts.size() == 4) return method.equals("POST") ? Route.CREATE : Route.LIST;
            if (parts.size() == 5) return method.equals("DELETE") ? Route.DELETE : Route.GET;
            return switch (parts.get(parts.size() - 1)) {
                case "query" -> Route.QUERY;
                case "raw" -> Route.RAW;
                case "export" -> Route.EXPORT;
                case "import" -> Route.IMPORT;
                case "bookmark" -> Route.BOOKMARK;
                case "restore" -> Route.RESTORE;
                default -> Route.ANY;
            };
        }

        String part(int index) {
            return index < parts.size() ? parts.get(index) : "";
        }
    }

    /** An answer: its status and its body with the envelope around it. */
    static final class Answer {
        private final int status;
        private final byte[] body;

        Answer(int status, byte[] body) {
            this.status = status;
            this.body = body;
        }

        int status() {
            return status;
        }

        /** Not copied: nobody writes into it. */
        byte[] body() {
            return body;
        }

        static Answer ok(byte[] result) {
            return new Answer(200, Json.success(result));
        }

        static Answer ok(JsonNode result) {
            return new Answer(200, Json.success(result));
        }
    }

    /** Whether the request shows the token, or the email address and its key. */
    boolean authorized(Exchange exchange) {
        String header = exchange.header("authorization");
        if (header != null) {
            return header.regionMatches(true, 0, "Bearer ", 0, 7)
                    && header.substring(7).equals(options.token());
        }
        String email = options.email();
        return email != null
                && email.equals(exchange.header("x-auth-email"))
                && String.valueOf(options.emailKey()).equals(exchange.header("x-auth-key"));
    }

    Answer answer(Exchange exchange, Target target, byte[] body, Fault fault)
            throws ApiException, IOException, InterruptedException {
        if (!authorized(exchange)) throw new ApiException(401, 10000, "Authentication error");
        if (target.part(0).equals("user") && target.part(2).equals("verify")) {
            return Answer.ok(Json.object().put("id", "local").put("status", "active"));
        }
        if (target.parts.size() == 1 && target.part(0).equals("accounts")) return accounts();
        boolean known = target.part(0).equals("accounts")
                && target.part(2).equals("d1")
                && target.part(3).equals("database");
        if (!known) throw noRoute(exchange);
        if (!target.part(1).equals(options.accountId())) throw new ApiException(403, 10000, "Authentication error");
        if (target.part(4).isEmpty()) {
            if (exchange.method().equals("GET")) return list(exchange);
            if (exchange.method().equals("POST")) return create(body);
            throw notAllowed();
        }
        if (target.part(5).isEmpty()) return one(exchange, target.part(4));
        return act(exchange, target, body, fault);
    }

    private static ApiException noRoute(Exchange exchange) {
        return new ApiException(
                404, 7003, "Could not route to " + exchange.path() + ", perhaps your object identifier is invalid?");
    }

    private static ApiException notAllowed() {
        return new ApiException(405, 10405, "Method not allowed for this authentication scheme");
    }

    private static ApiException unknown(String id) {
        return new ApiException(404, 7404, "The database " + id + " could not be found");
    }

    private Answer accounts() {
        ArrayNode list = Json.array();
        list.addObject().put("id", options.accountId()).put("name", "local");
        ObjectNode info =
                Json.object().put("page", 1).put("per_page", 20).put("count", 1).put("total_count", 1);
        return new Answer(200, Json.success(list, info));
    }

    private Answer list(Exchange exchange) {
        int page = positive(exchange.query("page"), 1);
        int perPage = Math.min(LARGEST_PAGE, positive(exchange.query("per_page"), PAGE));
        String filter = exchange.query("name");
        String name = filter == null ? "" : filter.toLowerCase(Locale.ROOT);
        List<Database> all = databases.all().stream()
                .filter(d -> d.name().toLowerCase(Locale.ROOT).contains(name))
                .toList();
        ArrayNode result = Json.array();
        all.stream().skip((page - 1L) * perPage).limit(perPage).forEach(d -> result.add(brief(d)));
        ObjectNode info = Json.object()
                .put("page", page)
                .put("per_page", perPage)
                .put("count", result.size())
                .put("total_count", all.size());
        return new Answer(200, Json.success(result, info));
    }

    private static int positive(@Nullable String text, int otherwise) {
        if (text == null || !text.matches("[1-9][0-9]{0,8}")) return otherwise;
        return Integer.parseInt(text);
    }

    private static ObjectNode brief(Database database) {
        return Json.object()
                .put("uuid", database.uuid())
                .put("name", database.name())
                .put("created_at", database.created().toString())
                .put("version", "production")
                .put("jurisdiction", database.jurisdiction());
    }

    private ObjectNode full(Database database) throws IOException {
        Job job = database.job();
        boolean busy = job != null && job.running();
        ObjectNode node = brief(database);
        try {
            node.put("num_tables", busy ? 0 : Integer.parseInt(database.engine().text(COUNT_TABLES)));
            node.put("file_size", busy ? 0 : database.engine().size());
        } catch (SQLException e) {
            throw new IOException("The embedded D1 could not read its database " + database.name(), e);
        }
        node.put("running_in_region", "WNAM");
        node.putObject("read_replication").put("mode", "disabled");
        return node;
    }

    private Answer create(byte[] body) throws ApiException, IOException {
        JsonNode request = Json.parse(body);
        JsonNode name = request.path("name");
        if (!name.isTextual()) throw ApiException.malformed("invalid database name");
        Database database = databases.create(name.textValue(), null);
        if (request.path("jurisdiction").isTextual()) {
            database.jurisdiction(request.path("jurisdiction").textValue());
        }
        return Answer.ok(full(database));
    }

    private Answer one(Exchange exchange, String id) throws ApiException, IOException {
        Database database = databases.byId(id.toLowerCase(Locale.ROOT));
        if (database == null) database = databases.byName(id);
        if (database == null) throw unknown(id);
        if (exchange.method().equals("DELETE")) {
            databases.delete(database);
            return Answer.ok("null".getBytes(StandardCharsets.UTF_8));
        }
        if (!exchange.method().equals("GET")) throw notAllowed();
        ObjectNode node = full(database);
        String fields = exchange.query("fields");
        if (fields != null && !fields.isEmpty()) {
            Set<String> wanted = Arrays.stream(fields.split(",")).collect(Collectors.toSet());
            node.retain(wanted);
        }
        return Answer.ok(node);
    }

    private Answer act(Exchange exchange, Target target, byte[] body, Fault fault)
            throws ApiException, IOException, InterruptedException {
        String id = target.part(4);
        if (!UUID.matcher(id).matches()) {
            throw new ApiException(400, 7400, "Invalid property: databaseId => Invalid uuid");
        }
        Database database = databases.byId(id.toLowerCase(Locale.ROOT));
        if (database == null) throw unknown(id);
        boolean post = exchange.method().equals("POST");
        try {
            switch (target.route) {
                case BOOKMARK -> {
                    if (!exchange.method().equals("GET")) throw notAllowed();
                    return Answer.ok(Json.object().put("bookmark", database.bookmark()));
                }
                case RESTORE -> {
                    if (!post) throw notAllowed();
                    return restore(exchange, database);
                }
                case QUERY, RAW -> {
                    if (!post) throw notAllowed();
                    List<Query> queries = Query.of(Json.parse(body));
                    database.checkIdle();
                    return Answer.ok(database.engine().run(queries, target.route == Route.RAW));
                }
                case EXPORT -> {
                    if (!post) throw notAllowed();
                    return answer(exports.answer(database, Json.parse(body), fault));
                }
                case IMPORT -> {
                    if (!post) throw notAllowed();
                    return answer(imports.answer(database, Json.parse(body), fault));
                }
                default -> throw noRoute(exchange);
            }
        } catch (SQLException e) {
            throw new IOException("The embedded D1 could not read its database " + database.name(), e);
        }
    }

    private static Answer answer(Exports.Answer answer) {
        ObjectNode result = answer.result();
        return new Answer(
                answer.status(),
                result == null ? Json.success("null".getBytes(StandardCharsets.UTF_8)) : Json.success(result));
    }

    // No history is kept, so only the state that the database is in can be restored.
    private static Answer restore(Exchange exchange, Database database) throws ApiException, SQLException {
        String current = database.bookmark();
        if (!current.equals(exchange.query("bookmark"))) {
            throw ApiException.refused("no history available: the embedded D1 keeps none");
        }
        return Answer.ok(Json.object()
                .put("bookmark", current)
                .put("previous_bookmark", current)
                .put("message", "The database is at this bookmark already"));
    }
}
