package io.github.d1jdbc.server;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One way to fail on one route, for instance {@code Fault.on(Route.DOWNLOAD).cutAfter(1000).skip(1)}. Immutable.
 *
 * @param route the route it is for
 * @param kind what goes wrong
 * @param skip how many requests of the route pass unharmed first
 * @param times how often it happens
 * @param amount bytes, an offset or a difference, by kind
 * @param status the HTTP status, by kind
 * @param code the error code of D1, by kind
 * @param text a message, by kind
 * @param duration a time, by kind
 */
public record Fault(
        Route route,
        Kind kind,
        int skip,
        int times,
        long amount,
        int status,
        int code,
        @Nullable String text,
        Duration duration) {

    /** What goes wrong. */
    public enum Kind {
        /** Nothing. */
        NONE,
        /** An error status with D1's envelope. */
        HTTP,
        /** An error status with a page of HTML. */
        HTML,
        /** 429 with Retry-After. */
        RATE_LIMITED,
        /** An error of D1. */
        ERROR,
        /** 403 of the firewall, which wants a browser. */
        CHALLENGE,
        /** An error without an envelope. */
        BARE_ERROR,
        /** RST before the answer. */
        RESET,
        /** FIN before the answer. */
        CLOSE,
        /** No answer at all. */
        HANG,
        /** A late answer. */
        DELAY,
        /** The work is done, then RST. */
        RESET_AFTER_WORK,
        /** Half of the JSON. */
        BAD_JSON,
        /** An empty body. */
        EMPTY,
        /** A body that ends before its Content-Length. */
        CUT_BODY,
        /** A body in small pieces. */
        SLOW,
        /** The export or import is gone. */
        LOST,
        /** The export or import is gone, told by status 400. */
        LOST_400,
        /** The export or import has failed. */
        EXPORT_ERROR,
        /** An active answer without status. */
        NO_STATUS,
        /** A result that is null. */
        NULL_RESULT,
        /** Complete on this answer. */
        COMPLETE_AT_ONCE,
        /** Complete, without at_bookmark. */
        COMPLETE_WITHOUT_BOOKMARK,
        /** Complete, without the link. */
        COMPLETE_WITHOUT_URL,
        /** Complete, with signedUrl instead of signed_url. */
        CAMEL_CASE_URL,
        /** Complete, with the link one level up. */
        FLAT_URL,
        /** Another export or import is running. */
        LOCKED,
        /** A download or upload that ends with FIN before its Content-Length. */
        CUT_AFTER,
        /** A download or upload that ends with RST. */
        RESET_AFTER,
        /** A download without Content-Length that ends early and looks whole. */
        CLEAN_CUT_AFTER,
        /** A download without Content-Length. */
        NO_LENGTH,
        /** One bit of one byte is wrong. */
        CORRUPT,
        /** The download stops in the middle and stays open. */
        STALL_AFTER,
        /** The signed URL has expired. */
        EXPIRED,
        /** Another ETag than before. */
        ETAG_CHANGE,
        /** 200 and the whole file for a Range request. */
        IGNORE_RANGE,
        /** A Content-Length that is wrong. */
        WRONG_LENGTH,
        /** An ETag that is the MD5 of the file. */
        PLAIN_MD5_ETAG,
        /** No ETag. */
        NO_ETAG,
        /** A Content-Range whose total is wrong. */
        WRONG_TOTAL
    }

    /** A fault of a route that as yet does nothing. */
    public static Fault on(Route route) {
        return new Fault(route, Kind.NONE, 0, 1, 0, 0, 0, null, Duration.ZERO);
    }

    /** Lets so many requests of the route pass first. */
    public Fault skip(int requests) {
        return new Fault(route, kind, requests, times, amount, status, code, text, duration);
    }

    /** Happens so often. */
    public Fault times(int often) {
        return new Fault(route, kind, skip, often, amount, status, code, text, duration);
    }

    /** An error status with D1's envelope, as the service answers 500, 502, 503, 504 or 520. */
    public Fault http(int httpStatus) {
        return of(Kind.HTTP).withStatus(httpStatus, 7500);
    }

    /** An error status with a page of HTML instead of JSON. */
    public Fault html(int httpStatus) {
        return of(Kind.HTML).withStatus(httpStatus, 0);
    }

    /** 429 with Retry-After in whole seconds. */
    public Fault rateLimited(Duration retryAfter) {
        return of(Kind.RATE_LIMITED).withStatus(429, 971).withDuration(retryAfter);
    }

    /** An error in D1's envelope. */
    public Fault error(int httpStatus, int errorCode, String message) {
        return of(Kind.ERROR).withStatus(httpStatus, errorCode).withText(message);
    }

    /** 403 with {@code cf-mitigated: challenge} and a page of HTML. */
    public Fault challenge() {
        return of(Kind.CHALLENGE).withStatus(403, 0);
    }

    /** An error as {@code {"code":…,"error":…}}, without the envelope. */
    public Fault bareError(int httpStatus, int errorCode, String message) {
        return of(Kind.BARE_ERROR).withStatus(httpStatus, errorCode).withText(message);
    }

    /** RST before the answer; the work is not done. */
    public Fault reset() {
        return of(Kind.RESET);
    }

    /** FIN before the answer; the work is not done. */
    public Fault close() {
        return of(Kind.CLOSE);
    }

    /** No answer until the client goes away; the work is not done. */
    public Fault hang() {
        return of(Kind.HANG);
    }

    /** An answer that comes so much later. */
    public Fault delay(Duration late) {
        return of(Kind.DELAY).withDuration(late);
    }

    /** The work is done, then RST: the client cannot know it. */
    public Fault resetAfterWork() {
        return of(Kind.RESET_AFTER_WORK);
    }

    /** The first half of the JSON, with a Content-Length that fits it. */
    public Fault badJson() {
        return of(Kind.BAD_JSON);
    }

    /** An empty body. */
    public Fault empty() {
        return of(Kind.EMPTY);
    }

    /** So many bytes of the body, then FIN, before its Content-Length is reached. */
    public Fault cutBody(long bytes) {
        return of(Kind.CUT_BODY).withAmount(bytes);
    }

    /** The body in pieces of so many bytes with a pause behind each; also for downloads. */
    public Fault slow(int bytes, Duration pause) {
        return of(Kind.SLOW).withAmount(bytes).withDuration(pause);
    }

    /** The export is dropped, an import carried out; a poll for it is answered "Not currently exporting anything." */
    public Fault lost() {
        return of(Kind.LOST);
    }

    /** As {@link #lost()}, but with status 400 and D1's error envelope. */
    public Fault lost400() {
        return of(Kind.LOST_400).withStatus(400, 7500);
    }

    /** The export fails with this message; so does an import, of which nothing is carried out if it is not begun. */
    public Fault exportError(String message) {
        return of(Kind.EXPORT_ERROR).withText(message);
    }

    /** The answer of a running export has no status field. */
    public Fault noStatus() {
        return of(Kind.NO_STATUS);
    }

    /** The envelope's result is null; the export goes on. */
    public Fault nullResult() {
        return of(Kind.NULL_RESULT);
    }

    /** This answer is the complete one, however few polls there were. */
    public Fault completeAtOnce() {
        return of(Kind.COMPLETE_AT_ONCE);
    }

    /** As {@link #completeAtOnce()}, without {@code at_bookmark}. */
    public Fault completeWithoutBookmark() {
        return of(Kind.COMPLETE_WITHOUT_BOOKMARK);
    }

    /** As {@link #completeAtOnce()}, without a link; the export can be polled again. */
    public Fault completeWithoutUrl() {
        return of(Kind.COMPLETE_WITHOUT_URL);
    }

    /** As {@link #completeAtOnce()}, the link under {@code signedUrl}. */
    public Fault camelCaseUrl() {
        return of(Kind.CAMEL_CASE_URL);
    }

    /** As {@link #completeAtOnce()}, file name and link one level up. */
    public Fault flatUrl() {
        return of(Kind.FLAT_URL);
    }

    /** "Currently processing a long-running export. Cannot start a new export until …" */
    public Fault locked() {
        return of(Kind.LOCKED);
    }

    /** So many bytes of the download, then FIN, before its Content-Length is reached. */
    public Fault cutAfter(long bytes) {
        return of(Kind.CUT_AFTER).withAmount(bytes);
    }

    /** So many bytes of the download, then RST. */
    public Fault resetAfter(long bytes) {
        return of(Kind.RESET_AFTER).withAmount(bytes);
    }

    /** No Content-Length, and an end that looks right after so many bytes. */
    public Fault cleanCutAfter(long bytes) {
        return of(Kind.CLEAN_CUT_AFTER).withAmount(bytes);
    }

    /** No Content-Length, but all bytes. */
    public Fault noLength() {
        return of(Kind.NO_LENGTH);
    }

    /** One bit of the byte at this offset of the file is wrong. */
    public Fault corrupt(long atByte) {
        return of(Kind.CORRUPT).withAmount(atByte);
    }

    /** So many bytes of the download, then nothing more; the connection stays open. */
    public Fault stallAfter(long bytes) {
        return of(Kind.STALL_AFTER).withAmount(bytes);
    }

    /** 403 ExpiredRequest. */
    public Fault expired() {
        return of(Kind.EXPIRED);
    }

    /** Another ETag than the file has, so that If-Match fails with 412. */
    public Fault etagChange() {
        return of(Kind.ETAG_CHANGE);
    }

    /** 200 and the whole file, whatever Range was asked for. */
    public Fault ignoreRange() {
        return of(Kind.IGNORE_RANGE);
    }

    /** A Content-Length that is wrong by so much; all bytes that it has room for are sent. */
    public Fault wrongLength(long delta) {
        return of(Kind.WRONG_LENGTH).withAmount(delta);
    }

    /** The ETag is the MD5 of the file, as for an object that was uploaded in one piece. */
    public Fault plainMd5Etag() {
        return of(Kind.PLAIN_MD5_ETAG);
    }

    /** No ETag. */
    public Fault noEtag() {
        return of(Kind.NO_ETAG);
    }

    /** A Content-Range whose total is one byte too large. */
    public Fault wrongTotal() {
        return of(Kind.WRONG_TOTAL);
    }

    private Fault of(Kind other) {
        return new Fault(route, other, skip, times, amount, status, code, text, duration);
    }

    private Fault withStatus(int httpStatus, int errorCode) {
        return new Fault(route, kind, skip, times, amount, httpStatus, errorCode, text, duration);
    }

    private Fault withText(String message) {
        return new Fault(route, kind, skip, times, amount, status, code, message, duration);
    }

    private Fault withAmount(long number) {
        return new Fault(route, kind, skip, times, number, status, code, text, duration);
    }

    private Fault withDuration(Duration time) {
        return new Fault(route, kind, skip, times, amount, status, code, text, time);
    }
}
