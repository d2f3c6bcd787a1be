package io.github.d1jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;

class RedactionTest {
    private final Redaction redaction = new Redaction(new Credentials.Token("t0p-secret"));

    @Test
    void secretsOfBothKindsAreTakenOut() {
        assertThat(redaction.of("a t0p-secret b t0p-secret")).isEqualTo("a *** b ***");
        assertThat(new Redaction(new Credentials.EmailKey("a@b", "k3y")).of("k3y of a@b"))
                .isEqualTo("*** of a@b");
        assertThat(new Redaction(new Credentials.Token("")).of("text")).isEqualTo("text");
    }

    @Test
    void queriesOfSignedUrlsAreTakenOut() {
        assertThat(redaction.of("GET https://h/x.sql?a=1&X-Amz-Signature=ff&b=2 failed"))
                .isEqualTo("GET https://h/x.sql?*** failed");
        assertThat(redaction.of("\"http://127.0.0.1:8/f?token=ff\" and https://h/y?sig=1"))
                .isEqualTo("\"http://127.0.0.1:8/f?***\" and https://h/y?***");
    }

    @Test
    void everythingElseStays() {
        String text = "bad JSON path: 'N[\"https://example.com/?q=1\"]' near \"?\": syntax error";
        assertThat(redaction.of(text)).isEqualTo(text);
    }

    @Test
    void beginningOfABodyIsCutOnlyAfterItWasRedacted() {
        String body = "x".repeat(90) + " https://h/?" + "q=1&".repeat(30) + "X-Amz-Signature=ff";
        Answer answer = new Answer(200, Headers.of(), body.getBytes(StandardCharsets.UTF_8));
        assertThat(redaction.beginning(answer)).doesNotContain("q=1").hasSizeLessThanOrEqualTo(101);
        Answer token = new Answer(200, Headers.of(), ("y".repeat(95) + "t0p-secret").getBytes(StandardCharsets.UTF_8));
        assertThat(redaction.beginning(token)).doesNotContain("t0p").contains("***");
    }

    @Test
    void recordsShowNoSecret() {
        assertThat(new Credentials.Token("t0p-secret").toString()).doesNotContain("t0p");
        assertThat(new Credentials.EmailKey("a@b", "t0p-secret").toString()).doesNotContain("t0p");
        assertThat(RestSettings.of(RestSettings.CLOUDFLARE, "a", new Credentials.Token("t0p-secret"))
                        .toString())
                .doesNotContain("t0p");
        assertThat(new ImportAnswer.Upload("https://h/?X-Amz-Signature=ff", "f").toString())
                .doesNotContain("ff");
    }
}
