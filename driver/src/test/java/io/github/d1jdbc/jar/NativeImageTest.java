package io.github.d1jdbc.jar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a native image must be told: the classes that are only reached by name. */
class NativeImageTest {
    private static final String FOLDER = "/META-INF/native-image/io.github.d1jdbc/d1-jdbc/";

    private static JsonNode read(String name) throws IOException {
        try (InputStream in = NativeImageTest.class.getResourceAsStream(FOLDER + name)) {
            assertThat(in).as(name).isNotNull();
            return new ObjectMapper().readTree(in);
        }
    }

    private static List<String> reflected() throws IOException {
        List<String> names = new ArrayList<>();
        for (JsonNode entry : read("reflect-config.json"))
            names.add(entry.path("name").asText());
        return names;
    }

    @Test
    void everyNamedClassExists() throws Exception {
        for (String name : reflected()) assertThat(Class.forName(name)).as(name).isNotNull();
    }

    @Test
    void everyRecordOfTheWireIsNamed() throws Exception {
        Class<?> api = Class.forName("io.github.d1jdbc.internal.RestApi");
        List<String> records = Arrays.stream(api.getDeclaredClasses())
                .filter(Class::isRecord)
                .map(Class::getName)
                .toList();
        assertThat(records).hasSizeGreaterThan(5);
        assertThat(reflected())
                .containsAll(records)
                .contains(api.getName(), "io.github.d1jdbc.internal.export.ResumeFiles$State");
    }

    @Test
    void whatToolsMakeByNameIsNamed() throws Exception {
        assertThat(reflected())
                .contains(
                        "io.github.d1jdbc.D1Driver",
                        "io.github.d1jdbc.D1DataSource",
                        "io.github.d1jdbc.D1DataSource$Factory");
    }

    @Test
    void theInterfaceThatRetrofitImplementsAndTheServiceFileAreNamed() throws Exception {
        assertThat(read("proxy-config.json").get(0).path("interfaces").get(0).asText())
                .isEqualTo("io.github.d1jdbc.internal.RestApi");
        String pattern =
                read("resource-config.json").at("/resources/includes/0/pattern").asText();
        assertThat("META-INF/services/java.sql.Driver").matches(pattern);
    }
}
