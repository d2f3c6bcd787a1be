package io.github.d1jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DownloadTest {

    private D1Server server;
    private Client client;
    private URI url;
    private byte[] dump;

    @BeforeEach
    void start() throws Exception {
        server = D1Server.start(D1Server.Options.defaults().withExportPolls(0));
        server.createDatabase("app");
        client = new Client(server);
        client.raw("app", "CREATE TABLE t(a); INSERT INTO t VALUES(1),(2),(3)");
        url = link();
        dump = client.download(url).body();
    }

    private URI link() {
        return URI.create(
                client.export("app", "{}").path("result").path("signed_url").asText());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private String etag() throws Exception {
        return client.download(url).headers().firstValue("etag").orElse("");
    }

    private RawHttp.Answer raw(String... headers) throws IOException {
        StringBuilder request =
                new StringBuilder("GET " + url.getRawPath() + "?" + url.getRawQuery() + " HTTP/1.1\r\n");
        request.append("Host: localhost\r\nConnection: close\r\n");
        for (String header : headers) request.append(header).append("\r\n");
        return RawHttp.send(server, request.append("\r\n").toString());
    }

    private String text(int from, int to) {
        return new String(Arrays.copyOfRange(dump, from, to), StandardCharsets.UTF_8);
    }

    @Test
    void theWholeFileHasItsLengthAndEtag() throws Exception {
        HttpResponse<byte[]> response = client.download(url);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValueAsLong("content-length")).hasValue(dump.length);
        assertThat(response.headers().firstValue("etag").orElse("")).matches("\"[0-9a-f]{32}-1\"");
        assertThat(response.headers().firstValue("accept-ranges")).contains("bytes");
        assertThat(response.headers().firstValue("last-modified").orElse("")).endsWith(" GMT");
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=10-19, 10, 20",
        "bytes=20-, 20, -1",
        "bytes=-7, -7, -1",
        "bytes=5-99999, 5, -1"
    })
    void rangesAre206(String range, int from, int to) throws Exception {
        int start = from < 0 ? dump.length + from : from;
        int end = to < 0 ? dump.length : to;
        HttpResponse<byte[]> response = client.download(url, "Range", range);
        assertThat(response.statusCode()).isEqualTo(206);
        assertThat(response.body()).isEqualTo(Arrays.copyOfRange(dump, start, end));
        assertThat(response.headers().firstValue("content-range"))
                .contains("bytes " + start + "-" + (end - 1) + "/" + dump.length);
    }

    @Test
    void aRangeBehindTheEndIs416() throws Exception {
        HttpResponse<byte[]> response = client.download(url, "Range", "bytes=" + dump.length + "-");
        assertThat(response.statusCode()).isEqualTo(416);
        assertThat(response.headers().firstValue("content-range")).contains("bytes */" + dump.length);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("<Code>InvalidRange</Code>");
    }

    @Test
    void ifMatchGuardsAResume() throws Exception {
        assertThat(client.download(url, "Range", "bytes=5-", "If-Match", etag()).statusCode())
                .isEqualTo(206);
        HttpResponse<byte[]> other = client.download(url, "Range", "bytes=5-", "If-Match", "\"other\"");
        assertThat(other.statusCode()).isEqualTo(412);
        assertThat(new String(other.body(), StandardCharsets.UTF_8)).contains("<Code>PreconditionFailed</Code>");
    }

    @Test
    void ifNoneMatchOfTheSameIs304() throws Exception {
        HttpResponse<byte[]> response = client.download(url, "If-None-Match", etag());
        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void ifRangeOfAnotherGivesTheWhole() throws Exception {
        assertThat(client.download(url, "Range", "bytes=5-", "If-Range", "\"other\"")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void headHasAnotherSignature() throws Exception {
        HttpRequest head = HttpRequest.newBuilder(url)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(head, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(403);
        URI changed = URI.create(url.toString().replace("X-Local-Until=", "X-Local-Until=9"));
        HttpResponse<byte[]> response = client.download(changed);
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("<Code>SignatureDoesNotMatch</Code>");
    }

    @Test
    void anAuthorizationHeaderIsRefused() throws Exception {
        HttpResponse<byte[]> response = client.download(url, "Authorization", "Bearer " + server.token());
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("<Code>InvalidArgument</Code>");
    }

    @Test
    void aUrlExpires() throws Exception {
        try (D1Server brief = D1Server.start(
                D1Server.Options.defaults().withExportPolls(0).withSignedUrlLifetime(Duration.ofMillis(-1)))) {
            brief.createDatabase("app");
            Client other = new Client(brief);
            URI link = URI.create(
                    other.export("app", "{}").path("result").path("signed_url").asText());
            HttpResponse<byte[]> response = other.download(link);
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("<Code>ExpiredRequest</Code>");
        }
    }

    @Test
    void cutAfterEndsWithFinBeforeTheLength() throws Exception {
        server.faults().add(Fault.on(Route.DOWNLOAD).cutAfter(10));
        RawHttp.Answer answer = raw();
        assertThat(answer.head()).contains("content-length: " + dump.length);
        assertThat(answer.body()).isEqualTo(text(0, 10));
        assertThat(answer.end()).isEqualTo(RawHttp.End.FIN);
        assertThat(raw().body()).isEqualTo(text(0, dump.length));
    }

    @Test
    void resetAfterEndsWithRst() throws Exception {
        server.faults().add(Fault.on(Route.DOWNLOAD).resetAfter(10));
        RawHttp.Answer answer = raw();
        assertThat(answer.body()).isEqualTo(text(0, 10));
        assertThat(answer.end()).isEqualTo(RawHttp.End.RST);
    }

    @Test
    void stallAfterStaysOpen() throws Exception {
        server.faults().add(Fault.on(Route.DOWNLOAD).stallAfter(10));
        RawHttp.Answer answer = raw();
        assertThat(answer.body()).isEqualTo(text(0, 10));
        assertThat(answer.end()).isEqualTo(RawHttp.End.SILENCE);
    }

    @Test
    void withoutLengthAllBytesComeOrSomeWithoutASign() throws Exception {
        server.faults()
                .add(
                        Fault.on(Route.DOWNLOAD).noLength(),
                        Fault.on(Route.DOWNLOAD).cleanCutAfter(10));
        HttpResponse<byte[]> whole = client.download(url);
        assertThat(whole.headers().firstValue("content-length")).isEmpty();
        assertThat(whole.body()).isEqualTo(dump);
        HttpResponse<byte[]> cut = client.download(url);
        assertThat(cut.headers().firstValue("content-length")).isEmpty();
        assertThat(cut.body()).isEqualTo(Arrays.copyOf(dump, 10));
    }

    @Test
    void corruptChangesOneBitAlsoInARange() throws Exception {
        server.faults().add(Fault.on(Route.DOWNLOAD).corrupt(12).times(2));
        byte[] wrong = client.download(url).body();
        byte[] expected = dump.clone();
        expected[12] ^= 0x20;
        assertThat(wrong).isEqualTo(expected);
        assertThat(client.download(url, "Range", "bytes=10-19").body()).isEqualTo(Arrays.copyOfRange(expected, 10, 20));
    }

    @Test
    void lengthsTotalsAndEtagsLie() throws Exception {
        server.faults().add(Fault.on(Route.DOWNLOAD).wrongLength(5));
        RawHttp.Answer longer = raw();
        assertThat(longer.head()).contains("content-length: " + (dump.length + 5));
        assertThat(longer.body()).isEqualTo(text(0, dump.length));
        server.faults().add(Fault.on(Route.DOWNLOAD).wrongLength(-5));
        assertThat(raw().body()).isEqualTo(text(0, dump.length - 5));
        server.faults().add(Fault.on(Route.DOWNLOAD).wrongTotal());
        assertThat(raw("Range: bytes=1-2").head()).contains("content-range: bytes 1-2/" + (dump.length + 1));
        String etag = etag();
        server.faults().add(Fault.on(Route.DOWNLOAD).etagChange().times(2));
        assertThat(etag()).isNotEqualTo(etag).matches("\"[0-9a-f]{32}\"");
        assertThat(client.download(url, "If-Match", etag).statusCode()).isEqualTo(412);
        server.faults().add(Fault.on(Route.DOWNLOAD).noEtag());
        assertThat(etag()).isEmpty();
        server.faults().add(Fault.on(Route.DOWNLOAD).plainMd5Etag());
        String md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(dump));
        assertThat(etag()).isEqualTo('"' + md5 + '"');
    }

    @Test
    void ignoredRangesExpiryAndSlowness() throws Exception {
        server.faults()
                .add(
                        Fault.on(Route.DOWNLOAD).ignoreRange(),
                        Fault.on(Route.DOWNLOAD).expired(),
                        Fault.on(Route.DOWNLOAD).slow(16, Duration.ofMillis(1)),
                        Fault.on(Route.DOWNLOAD).html(502));
        HttpResponse<byte[]> whole = client.download(url, "Range", "bytes=5-");
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(dump);
        assertThat(client.download(url).statusCode()).isEqualTo(403);
        assertThat(client.download(url).body()).isEqualTo(dump);
        assertThat(client.download(url).statusCode()).isEqualTo(502);
        assertThat(client.download(url).statusCode()).isEqualTo(200);
    }

    @Test
    void theLogShowsRangeButNeverTheSignature() throws Exception {
        client.download(url, "Range", "bytes=1-2");
        D1Server.Request last = server.requests().get(server.requests().size() - 1);
        assertThat(last.route()).isEqualTo(Route.DOWNLOAD);
        assertThat(last.range()).isEqualTo("bytes=1-2");
        assertThat(last.status()).isEqualTo(206);
        assertThat(last.authorized()).isFalse();
        assertThat(last.path()).doesNotContain("?");
    }
}
