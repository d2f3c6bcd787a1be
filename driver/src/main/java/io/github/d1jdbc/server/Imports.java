package io.github.d1jdbc.server;

import com.fasterxml.jackson.databind.JsonNode;

/** The import route. Thread-safe. */
final class Imports {

    Exports.Answer answer(Database database, JsonNode body) throws ApiException {
        if (body.isMissingNode()) throw ApiException.malformed("action must be init, ingest or poll");
        return new Exports.Answer(200, Exports.nothing(database.name().isEmpty() ? "" : "import"));
    }
}
