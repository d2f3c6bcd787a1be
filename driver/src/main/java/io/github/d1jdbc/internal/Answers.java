package io.github.d1jdbc.internal;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.github.d1jdbc.internal.RestApi.Envelope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes results of answers, or the failure that an answer tells. Every field of an answer may be missing; here is what
 * is needed. Any number of threads may share one.
 */
record Answers(Failures failures, Redaction redaction) {
    private static final ObjectReader ENVELOPES =
            Json.MAPPER.readerFor(Envelope.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** What a poll tells. */
    @FunctionalInterface
    interface Polled<T> {
        T read(PollReader poll) throws RestException;
    }

    /** A refusal that is news and no error, if it is one. */
    @FunctionalInterface
    interface Refused<T> {
        @Nullable
        T read(PollReader poll) throws RestException;
    }

    /** The rows of as many statements as were sent. */
    List<Rows> rows(Ask ask, Answer answer, int statements) throws RestException {
        if (!answer.ok()) throw failures.refused(ask, answer, maybeEnvelope(answer));
        RawAnswer raw;
        try {
            raw = RawAnswer.read(answer.body());
        } catch (IOException e) {
            throw failures.unreadable(ask, answer, Failures.place(e));
        }
        if (isRefused(answer, raw.envelope())) throw failures.refused(ask, answer, raw.envelope());
        if (raw.failure() != null) {
            Envelope envelope = new Envelope(false, null, null, null, null, raw.failure());
            throw failures.refused(ask, answer, envelope);
        }
        if (raw.results().size() != statements) {
            throw failures.unreadable(
                    ask, answer, "it has " + raw.results().size() + " results for " + statements + " statements");
        }
        return List.copyOf(raw.results());
    }

    Envelope envelope(Ask ask, Answer answer) throws RestException {
        Envelope envelope = lenient(ask, answer);
        if (isRefused(answer, envelope)) throw failures.refused(ask, answer, envelope);
        return envelope;
    }

    /** The envelope, whatever it says; only a body that is none is an error. */
    private Envelope lenient(Ask ask, Answer answer) throws RestException {
        Envelope envelope = maybeEnvelope(answer);
        if (envelope != null) return envelope;
        throw answer.ok()
                ? failures.unreadable(ask, answer, "it is cut or no envelope")
                : failures.refused(ask, answer, null);
    }

    private static @Nullable Envelope maybeEnvelope(Answer answer) {
        if (!answer.beginsAsJson()) return null;
        try {
            return ENVELOPES.readValue(answer.body());
        } catch (IOException e) {
            // The caller says what this means: it depends on the status.
            return null;
        }
    }

    private static boolean isRefused(Answer answer, Envelope envelope) {
        return !answer.ok()
                || Boolean.FALSE.equals(envelope.success())
                || (envelope.success() == null && envelope.error() != null);
    }

    private JsonNode result(Ask ask, Answer answer) throws RestException {
        JsonNode result = envelope(ask, answer).result();
        if (result == null || !result.isObject()) throw failures.unreadable(ask, answer, "it has no result");
        return result;
    }

    DatabaseInfo databaseInfo(Ask ask, Answer answer) throws RestException {
        return databaseInfo(ask, answer, result(ask, answer));
    }

    List<DatabaseInfo> databaseInfos(Ask ask, Answer answer) throws RestException {
        JsonNode result = envelope(ask, answer).result();
        if (result == null || !result.isArray()) throw failures.unreadable(ask, answer, "it has no list");
        List<DatabaseInfo> databases = new ArrayList<>();
        for (JsonNode database : result) databases.add(databaseInfo(ask, answer, database));
        return databases;
    }

    private DatabaseInfo databaseInfo(Ask ask, Answer answer, JsonNode node) throws RestException {
        JsonNode size = node.path("file_size");
        return new DatabaseInfo(
                text(ask, answer, node, "uuid"),
                text(ask, answer, node, "name"),
                optional(node, "created_at"),
                optional(node, "jurisdiction"),
                optional(node, "version"),
                size.isNumber() ? size.asLong() : null);
    }

    private String text(Ask ask, Answer answer, JsonNode node, String field) throws RestException {
        String text = optional(node, field);
        if (text == null) throw failures.unreadable(ask, answer, "it has no " + field);
        return text;
    }

    private static @Nullable String optional(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() ? value.asText() : null;
    }

    /** The bookmark that was asked for. */
    String bookmark(Ask ask, Answer answer) throws RestException {
        return text(ask, answer, result(ask, answer), "bookmark");
    }

    /** What a restore by Time Travel did. */
    Restored restored(Ask ask, Answer answer) throws RestException {
        JsonNode result = result(ask, answer);
        return new Restored(
                optional(result, "bookmark"),
                optional(result, "previous_bookmark"),
                redaction.of(result.path("message").asText()));
    }

    /** An answer of an export or import. */
    <T> T poll(Ask ask, Answer answer, Refused<T> refused, Polled<T> reading) throws RestException {
        Envelope envelope = lenient(ask, answer);
        PollReader poll = new PollReader(envelope.result(), Failures.text(envelope), redaction);
        T news = refused.read(poll);
        if (news != null) return news;
        if (isRefused(answer, envelope)) throw failures.refused(ask, answer, envelope);
        return reading.read(poll);
    }
}
