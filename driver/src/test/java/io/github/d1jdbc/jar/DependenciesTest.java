package io.github.d1jdbc.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Weight and pins do not arrive by themselves: every jar that comes with the driver is named here. */
class DependenciesTest {
    private static final Path MODULE = Path.of(System.getProperty("basedir", "."));

    private static List<String> jars() throws IOException {
        try (var lines = Files.lines(MODULE.resolve("target/jars.txt"))) {
            return lines.map(String::strip)
                    .filter(line -> line.contains(":jar:"))
                    .map(line -> line.replaceFirst(":jar:.*?(\\(optional\\)|$)", "$1")
                            .replaceFirst(" -- module.*", "")
                            .replace("(optional)", " optional"))
                    .toList();
        }
    }

    @Test
    void noJarArrivesUnnamed() throws IOException {
        assertThat(jars())
                .containsExactlyInAnyOrder(
                        "com.squareup.retrofit2:retrofit",
                        "com.squareup.retrofit2:converter-jackson",
                        "com.squareup.okhttp3:okhttp-jvm",
                        "com.squareup.okio:okio-jvm",
                        "org.jetbrains.kotlin:kotlin-stdlib",
                        "org.jetbrains:annotations",
                        "com.fasterxml.jackson.core:jackson-annotations",
                        "com.fasterxml.jackson.core:jackson-core",
                        "com.fasterxml.jackson.core:jackson-databind",
                        "org.apache.commons:commons-compress",
                        "org.apache.commons:commons-lang3",
                        "commons-codec:commons-codec",
                        "commons-io:commons-io",
                        "org.jspecify:jspecify",
                        "org.xerial:sqlite-jdbc optional",
                        "com.github.luben:zstd-jni optional");
    }
}
