package io.github.d1jdbc.dump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {

    private final Redactor redactor = new Redactor();

    @Test
    void hidesKnownSecretsWhereverTheyStand() {
        redactor.hide("  s3cr3t-token-value\n");
        assertThat(redactor.clean("sent Bearer s3cr3t-token-value, twice s3cr3t-token-value"))
                .isEqualTo("sent Bearer [hidden], twice [hidden]");
    }

    @Test
    void aSecretTooShortToBeOneHidesNothing() {
        redactor.hide("abc");
        assertThat(redactor.clean("abcdef")).isEqualTo("abcdef");
    }

    @Test
    void hidesTheQueryOfASignedUrlAndKeepsItsHost() {
        String url =
                "https://a.r2.cloudflarestorage.com/x.sql?X-Amz-Expires=3600&X-Amz-Signature=0a1b2c&x-id=GetObject";
        assertThat(redactor.clean("GET " + url + " failed"))
                .contains("a.r2.cloudflarestorage.com", "failed")
                .doesNotContain("X-Amz-Signature", "0a1b2c", "3600");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Xk3P0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX",
                "cfut_Xk3P0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wXabcdef12",
                "0123456789abcdef0123456789abcdef01234"
            })
    void anArgumentThatLooksLikeATokenIsNotRepeated(String token) {
        assertThat(redactor.cleanArguments("one argument too many: " + token))
                .isEqualTo("one argument too many: [hidden]");
        assertThat(redactor.cleanArguments("'" + token + "'")).isEqualTo("'[hidden]'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0123456789abcdef0123456789abcdef",
                "d1ab0000-0000-4000-8000-000000000001",
                "production-database-of-the-european-customers",
                "/backups/2026/Xk3P0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX.sql.gz"
            })
    void idsNamesAndFilesStayReadable(String argument) {
        assertThat(redactor.cleanArguments("what is " + argument)).isEqualTo("what is " + argument);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--token", "--token=a", "--api-token", "--apitoken=", "--api-key=a\nb", "--password"})
    void optionsThatWouldBringASecretAreKnown(String argument) {
        assertThat(Redactor.bringsSecret(argument)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--token-file", "--token-file=-", "token", "-token", "--tokens", "--key-file", ""})
    void otherOptionsAndValuesBringNone(String argument) {
        assertThat(Redactor.bringsSecret(argument)).isFalse();
    }
}
