package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class D1AccountTest {

    private final TestD1 d1 = new TestD1();

    @AfterEach
    void close() throws Exception {
        d1.close();
    }

    private Properties properties(String token) {
        Properties properties = new Properties();
        properties.setProperty("password", token);
        properties.setProperty("endpoint", d1.server.endpoint().toString());
        return properties;
    }

    private D1Account account() throws SQLException {
        return D1Account.open(d1.server.accountId(), properties(d1.server.token()));
    }

    @Test
    void databasesAreCreatedListedAndDeleted() throws Exception {
        D1Account.Database made = account().create("second", "eu");
        assertThat(made.name()).isEqualTo("second");
        assertThat(made.jurisdiction()).contains("eu");
        assertThat(account().list())
                .extracting(D1Account.Database::name)
                .containsExactlyInAnyOrder(TestD1.DATABASE, "second");
        assertThat(account().create("third").jurisdiction()).isEmpty();
        account().delete(made.uuid());
        assertThat(account().list())
                .extracting(D1Account.Database::uuid)
                .doesNotContain(made.uuid())
                .contains(d1.server.databaseId(TestD1.DATABASE));
    }

    @Test
    void aNameThatIsTakenIsRefusedByD1() throws Exception {
        SQLException refused =
                catchThrowableOfType(SQLException.class, () -> account().create(TestD1.DATABASE));
        assertThat(refused.getMessage()).contains("already exists");
        assertThat(refused.getSQLState()).isNotBlank();
    }

    @Test
    void aWrongTokenIsNotAuthorised() throws Exception {
        D1Account wrong = D1Account.open(d1.server.accountId(), properties("wrong-token"));
        SQLException refused = catchThrowableOfType(SQLException.class, wrong::list);
        assertThat(refused.getSQLState()).isEqualTo("28000");
        assertThat(refused.getMessage() + wrong).doesNotContain("wrong-token");
    }

    @Test
    void whatDoesNotExistIsNotDeleted() throws Exception {
        SQLException refused = catchThrowableOfType(
                SQLException.class, () -> account().delete("00000000-0000-4000-8000-000000000000"));
        assertThat(refused.getSQLState()).isEqualTo("3D000");
    }
}
