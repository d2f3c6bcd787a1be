package io.github.d1jdbc.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.zip.GZIPOutputStream;

/** Sends the API's answers, and fails as the script of faults wants it. Thread-safe. */
final class ApiAnswers {

    private static final Logger LOG = Logger.getLogger("io.github.d1jdbc");
    private static final int WORTH_GZIP = 1000;
    private static final Duration BEFORE_CLOSE = java.time.Duration.ofMillis(30);

    private final Api api;
    private final HttpListener listener;

    ApiAnswers(Api api, HttpListener listener) {
        this.api = api;
        this.listener = listener;
    }

    void answer(Exchange exchange, Api.Target target, Fault fault) throws IOException {
        byte[] body = exchange.body().readAllBytes();
        if (instead(exchange, fault)) return;
        Api.Answer answer;
        try {
            answer = api.answer(exchange, target, body, fault);
        } catch (ApiException e) {
            answer = new Api.Answer(e.status(), Json.failure(e.code(), e.text()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer = new Api.Answer(500, Json.failure(7500, "internal error; reference = interrupted"));
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "The embedded D1 failed to answer " + target.route(), e);
            answer = new Api.Answer(500, Json.failure(7500, "internal error; reference = embedded"));
        }
        send(exchange, answer, fault);
    }

    /** Faults that answer in the API's place; true when one did. */
    boolean instead(Exchange exchange, Fault fault) throws IOException {
        switch (fault.kind()) {
            case RESET -> exchange.reset();
            case CLOSE -> exchange.close();
            case HANG -> exchange.hang();
            case DELAY -> {
                listener.pause(fault.duration());
                return false;
            }
            case HTTP -> json(exchange, fault.status(), Json.failure(7500, "internal error; reference = fault"));
            case ERROR -> json(exchange, fault.status(), Json.failure(fault.code(), String.valueOf(fault.text())));
            case BARE_ERROR ->
                json(
                        exchange,
                        fault.status(),
                        Json.bytes(Json.object().put("code", fault.code()).put("error", fault.text())));
            case RATE_LIMITED -> {
                Map<String, String> head = head();
                head.put("retry-after", Long.toString(fault.duration().toSeconds()));
                head.put("x-ratelimit-limit", "1200");
                head.put("x-ratelimit-remaining", "0");
                exchange.send(429, head, Json.failure(971, "Please wait and consider throttling your request speed"));
            }
            case HTML -> page(exchange, fault.status(), Map.of());
            case CHALLENGE -> page(exchange, 403, Map.of("cf-mitigated", "challenge"));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void json(Exchange exchange, int status, byte[] body) throws IOException {
        exchange.send(status, head(), body);
    }

    private static void page(Exchange exchange, int status, Map<String, String> more) throws IOException {
        Map<String, String> head = head();
        head.put("content-type", "text/html; charset=UTF-8");
        head.putAll(more);
        String text = "<!DOCTYPE html><html><head><title>api.cloudflare.com | " + status
                + "</title></head><body><h1>Error " + status + "</h1></body></html>";
        exchange.send(status, head, text.getBytes(StandardCharsets.UTF_8));
    }

    static Map<String, String> head() {
        Map<String, String> head = new LinkedHashMap<>();
        head.put("content-type", "application/json");
        head.put(
                "cf-ray", String.format("%016x-LOC", ThreadLocalRandom.current().nextLong()));
        return head;
    }

    private void send(Exchange exchange, Api.Answer answer, Fault fault) throws IOException {
        byte[] body = answer.body();
        Map<String, String> head = head();
        switch (fault.kind()) {
            case RESET_AFTER_WORK -> exchange.reset();
            case BAD_JSON -> exchange.send(answer.status(), head, Arrays.copyOf(body, Math.max(1, body.length / 2)));
            case EMPTY -> exchange.send(answer.status(), head, new byte[0]);
            case CUT_BODY -> {
                exchange.begin(answer.status(), head, body.length);
                exchange.out().write(body, 0, (int) Math.min(body.length - 1L, fault.amount()));
                listener.pause(BEFORE_CLOSE);
                exchange.close();
            }
            case SLOW -> {
                exchange.begin(answer.status(), head, body.length);
                int step = (int) Math.max(1, fault.amount());
                for (int i = 0; i < body.length; i += step) {
                    exchange.out().write(body, i, Math.min(step, body.length - i));
                    listener.pause(fault.duration());
                }
            }
            default -> {
                String accepted = exchange.header("accept-encoding");
                if (accepted != null && accepted.contains("gzip") && body.length > WORTH_GZIP) {
                    head.put("content-encoding", "gzip");
                    head.put("vary", "accept-encoding");
                    body = gzip(body);
                }
                exchange.send(answer.status(), head, body);
            }
        }
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4);
        try (FastGzip out = new FastGzip(bytes)) {
            out.write(body);
        }
        return bytes.toByteArray();
    }

    /** Level 1, because over the loopback address time costs more than bytes. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(ByteArrayOutputStream out) throws IOException {
            super(out, 1 << 14);
            def.setLevel(1);
        }
    }
}
