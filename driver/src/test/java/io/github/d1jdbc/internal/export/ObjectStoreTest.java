package io.github.d1jdbc.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d1jdbc.internal.Credentials;
import io.github.d1jdbc.internal.RestSettings;
import io.github.d1jdbc.internal.export.ExportException.Reason;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectStoreTest {

    private static ObjectStore store(String base) throws ExportException {
        return new ObjectStore(RestSettings.of(URI.create(base), "account", new Credentials.Token("t")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://store.example/dump.sql?X-Amz-Signature=s3cret",
                "file:///etc/passwd",
                "not a url ?X-Amz-Signature=s3cret",
                ""
            })
    void aUrlWithoutTlsIsNotUsedForAnApiWithTlsAndNeverShown(String url) throws Exception {
        ObjectStore store = store("https://api.cloudflare.com/client/v4");
        ExportException e = catchThrowableOfType(
                ExportException.class, () -> store.start(url, null, null).close());
        assertThat(e.reason()).isEqualTo(Reason.REFUSED);
        assertThat(e.getMessage()).doesNotContain("s3cret").doesNotContain("X-Amz");
    }

    @Test
    void anUnreachableStoreIsToldAsAFailedRequest() throws Exception {
        Deadline deadline = new Deadline(Ticker.SYSTEM, Duration.ofSeconds(20));
        try (Transfer transfer = store("http://127.0.0.1:1/client/v4").start("http://127.0.0.1:1/x?s=1", null, null)) {
            Throwable failure = catchThrowableOfType(java.io.IOException.class, () -> transfer.head(deadline));
            assertThat(failure).isNotNull();
        }
    }
}
