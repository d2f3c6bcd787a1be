package io.github.d1jdbc.internal;

import com.fasterxml.jackson.core.JacksonException;
import io.github.d1jdbc.internal.RestApi.ApiError;
import io.github.d1jdbc.internal.RestException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Makes every {@link RestException}: classified by HTTP status first, then by D1's code, then by its text, because one
 * code (7500) covers everything from a typing error to an outage. Whoever wrote adds that the outcome of a write is
 * unknown, from the kind. Immutable.
 */
final class Failures {
    private static final int LONGEST_TEXT = 1_000;
    private static final int NOT_FOUND = 7404;
    private static final List<Integer> UNAUTHORISED = List.of(10000, 7403, 9109);
    // D1 lost the object while it worked: a write may be there or not.
    private static final List<String> UNCLEAR = List.of(
            "internal error; reference",
            "Network connection lost",
            "reset because its code was updated",
            "caused object to be reset",
            "limit and was reset");

    private final String host;
    private final String base;
    private final Redaction redaction;

    /** Of the base, only host and path are ever shown: before the one and behind the other a secret could stand. */
    Failures(URI base, Redaction redaction) {
        this.host = base.getHost() + (base.getPort() < 0 ? "" : ":" + base.getPort());
        this.base = base.getScheme() + "://" + host + base.getPath();
        this.redaction = redaction;
    }

    /** What the status alone says of the request. */
    static Kind kindOf(int status) {
        return status >= 500 || status == 408 ? Kind.UNKNOWN : Kind.REFUSED;
    }

    /** The answer is an error: not 2xx, or an envelope that says so. */
    RestException refused(Ask ask, Answer answer, RestApi.@Nullable Envelope envelope) {
        ApiError error = envelope == null ? null : first(envelope);
        String text = error == null || error.message() == null ? "" : redaction.of(error.message());
        int code = error == null || error.code() == null ? 0 : error.code();
        Kind kind = kindOf(answer.status());
        // Once SQLite itself has refused the statement, the outcome is known, whatever status carries it.
        if (text.contains("SQLITE_")) kind = Kind.REFUSED;
        else if (!ask.repeatable() && UNCLEAR.stream().anyMatch(text::contains)) kind = Kind.UNKNOWN;
        String message =
                ask.doing() + " failed: " + told(answer, envelope, code) + advice(ask, answer, kind, code, text) + '.';
        return new RestException(kind, answer.status(), code, text, answer.ray(), message);
    }

    /** A 2xx answer that cannot be read; {@code what} says where, without quoting it. */
    RestException unreadable(Ask ask, Answer answer, String what) {
        boolean foreign = answer.body().length > 0 && !answer.beginsAsJson();
        String beginning = foreign ? redaction.beginning(answer) : "";
        String message = ask.doing() + " failed: the answer (HTTP " + answer.status() + ray(answer) + ") "
                + (answer.body().length == 0
                        ? "is empty"
                        : foreign ? "is no JSON but \"" + beginning + '"' : "cannot be read: " + what)
                + (ask.repeatable() ? "; try again, and check the endpoint " + base + " if it stays so." : ".");
        return new RestException(Kind.UNREADABLE, answer.status(), 0, beginning, answer.ray(), message);
    }

    /** No answer came. */
    RestException broken(Ask ask, IOException failure) {
        boolean sent = !(failure instanceof UnsentException);
        IOException cause = !sent && failure.getCause() instanceof IOException io ? io : failure;
        String what;
        if (sent) {
            what = "the connection to " + host + " broke before the answer was whole (" + reason(cause) + ")"
                    + (ask.repeatable() ? "; try again" : "");
        } else if (cause instanceof UnknownHostException) {
            what = "the host " + host + " is unknown; check the network and the endpoint";
        } else if (cause instanceof SSLException) {
            what = "TLS with " + host + " failed (" + reason(cause) + "); nothing was sent; check trustStore and proxy";
        } else if (cause instanceof ConnectException) {
            what = "cannot connect to " + host + " (" + reason(cause) + "); check the network, endpoint and proxy";
        } else {
            what = "nothing could be sent to " + host + " (" + reason(cause) + "); check the network and try again";
        }
        return new RestException(
                sent ? Kind.UNKNOWN : Kind.NEVER_SENT, ask.doing() + " failed: " + redaction.of(what) + '.', cause);
    }

    private static String reason(IOException failure) {
        String message = failure.getMessage();
        String name = failure.getClass().getSimpleName();
        // That of a certificate for another host has four lines.
        return message == null || message.isBlank()
                ? name
                : name + ": " + message.strip().replaceAll("\\s+", " ");
    }

    private String told(Answer answer, RestApi.@Nullable Envelope envelope, int code) {
        // One line, however many the API gives.
        String text = envelope == null ? "" : redaction.of(all(envelope)).replaceAll("\\s+", " ");
        if (text.length() > LONGEST_TEXT) text = text.substring(0, LONGEST_TEXT) + "…";
        String source = "HTTP " + answer.status() + (code == 0 ? "" : ", code " + code) + ray(answer);
        if (text.endsWith(".")) text = text.substring(0, text.length() - 1);
        if (!text.isEmpty()) return text + " (" + source + ")";
        if (answer.headers().get("cf-mitigated") != null) {
            return "Cloudflare's firewall asks for a challenge that only a browser can solve (" + source + ")";
        }
        if (answer.body().length == 0) return "an empty answer (" + source + ")";
        if (envelope != null) return "an answer without a reason (" + source + ")";
        return "no answer of D1 but \"" + redaction.beginning(answer) + "\" (" + source + ")";
    }

    private static String ray(Answer answer) {
        return answer.ray() == null ? "" : ", ray " + answer.ray();
    }

    private String advice(Ask ask, Answer answer, Kind kind, int code, String text) {
        int status = answer.status();
        if (answer.headers().get("cf-mitigated") != null) return "; let this client's address pass the zone's WAF";
        if (code == NOT_FOUND) {
            return "; check the database's name or UUID and that the account " + ask.accountId() + " owns it";
        }
        if (status == 401 || status == 403 || UNAUTHORISED.contains(code)) {
            return "; the token lacks " + ask.permission() + " or the account " + ask.accountId() + " is not its own";
        }
        if (status == 429) return "; D1 is overloaded or 1,200 requests in 5 minutes were passed: try again later";
        if (status >= 300 && status < 400) {
            return "; the endpoint " + base + " redirects, which is not followed: correct it";
        }
        if (kind == Kind.UNKNOWN && ask.repeatable()) return "; try again later";
        if (text.contains("Currently processing a long-running")) return "; wait until it is over";
        return "";
    }

    /** {@code {code, error}} without an envelope comes from gateways before D1. */
    private static @Nullable ApiError first(RestApi.Envelope envelope) {
        List<ApiError> errors = envelope.errors();
        if (errors != null) {
            for (ApiError error : errors) {
                if (error != null) return error;
            }
        }
        if (envelope.error() == null && envelope.code() == null) return null;
        return new ApiError(envelope.code(), envelope.error(), null);
    }

    /** The first error's text, or empty. */
    static String text(RestApi.Envelope envelope) {
        ApiError error = first(envelope);
        return error == null || error.message() == null ? "" : error.message();
    }

    /** Where the reader stopped: our own texts hold offsets only, while Jackson's may quote the answer. */
    static String place(IOException failure) {
        String message = failure.getMessage();
        return failure instanceof JacksonException || message == null ? "it is cut or no JSON" : message;
    }

    /** Every text of the answer; causes that hang below an error follow it. */
    private static String all(RestApi.Envelope envelope) {
        List<String> texts = new ArrayList<>();
        List<ApiError> errors = envelope.errors();
        if (errors != null) collect(errors, texts, 0);
        if (texts.isEmpty() && envelope.error() != null) texts.add(envelope.error());
        return String.join("; ", texts);
    }

    private static void collect(List<ApiError> errors, List<String> texts, int depth) {
        if (depth > 5) return;
        for (ApiError error : errors) {
            if (error == null) continue;
            String text = error.message();
            if (text != null && !text.isBlank() && !texts.contains(text)) texts.add(text.strip());
            if (error.errorChain() != null) collect(error.errorChain(), texts, depth + 1);
        }
    }
}
