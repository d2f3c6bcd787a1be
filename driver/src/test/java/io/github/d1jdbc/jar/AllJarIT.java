package io.github.d1jdbc.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.server.D1Server;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The self-contained jar: what is inside, and that it needs nothing beside it. */
class AllJarIT {
    private static final String SHADED = "io/github/d1jdbc/shaded/";
    private static Path jar;

    @TempDir
    Path folder;

    @BeforeAll
    static void find() throws IOException {
        Path target = Path.of(System.getProperty("basedir", "."), "target");
        try (Stream<Path> files = Files.list(target)) {
            jar = files.filter(file -> file.getFileName().toString().endsWith("-all.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<String> entries() throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(entry -> entry.getName())
                    .toList();
        }
    }

    private static String text(String entry) throws IOException {
        try (JarFile file = new JarFile(jar.toFile());
                InputStream in = file.getInputStream(file.getEntry(entry))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Attributes manifest() throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes();
        }
    }

    @Test
    void noClassOfOthersKeepsItsName() throws IOException {
        Set<String> works = new TreeSet<>();
        Pattern work = Pattern.compile(SHADED + "(com/fasterxml/jackson|org/apache/commons/\\w+|org/\\w+|\\w+)/.*");
        for (String entry : entries()) {
            if (!entry.endsWith(".class")) continue;
            assertThat(entry).startsWith("io/github/d1jdbc/");
            Matcher matcher = work.matcher(entry);
            if (matcher.matches()) works.add(matcher.group(1));
        }
        assertThat(works)
                .containsExactly(
                        "com/fasterxml/jackson",
                        "kotlin",
                        "okhttp3",
                        "okio",
                        "org/apache/commons/codec",
                        "org/apache/commons/compress",
                        "org/apache/commons/io",
                        "org/apache/commons/lang3",
                        "org/jspecify",
                        "retrofit2");
    }

    @Test
    void besideClassesThereIsOnlyWhatBelongsToUsAndTheLicences() throws IOException {
        assertThat(entries().stream().filter(entry -> !entry.endsWith(".class")))
                .containsExactlyInAnyOrder(
                        "META-INF/MANIFEST.MF",
                        "META-INF/LICENSE",
                        "META-INF/NOTICE",
                        "META-INF/NOTICE.txt",
                        "META-INF/THIRD-PARTY.txt",
                        "META-INF/FastDoubleParser-LICENSE",
                        "META-INF/FastDoubleParser-ThirdParty-LICENSE",
                        "META-INF/Schubfach-LICENSE",
                        "META-INF/services/java.sql.Driver",
                        "META-INF/native-image/io.github.d1jdbc/d1-jdbc/proxy-config.json",
                        "META-INF/native-image/io.github.d1jdbc/d1-jdbc/reflect-config.json",
                        "META-INF/native-image/io.github.d1jdbc/d1-jdbc/resource-config.json");
        assertThat(text("META-INF/services/java.sql.Driver").strip()).isEqualTo("io.github.d1jdbc.D1Driver");
        assertThat(text("META-INF/NOTICE.txt"))
                .contains("Commons Compress", "Commons Codec", "Commons IO", "Commons Lang");
        assertThat(text("META-INF/NOTICE")).contains("Jackson");
    }

    /** The packages that the jar's classes use, each with the module that has it or "not found". */
    private static Map<String, String> uses() {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
        jdeps.run(writer, writer, "--multi-release", "base", "-verbose:package", jar.toString());
        writer.flush();
        Map<String, String> uses = new TreeMap<>();
        Pattern use = Pattern.compile("(?m)^ +\\S+ +-> (\\S+) +(.+)$");
        for (Matcher line = use.matcher(out.toString()); line.find(); ) {
            // Found once and missing once: what is missing counts.
            uses.merge(line.group(1), line.group(2), (one, other) -> one.equals("not found") ? one : other);
        }
        return uses;
    }

    @Test
    void whatTheJarUsesIsInsideOrImported() throws IOException {
        String imports = manifest().getValue("Import-Package");
        Set<String> imported = Stream.of(imports.split(",", -1))
                .map(one -> one.replaceFirst(";.*", ""))
                .collect(Collectors.toSet());
        // Other TLS providers, other systems and annotations, which their users do without.
        String absent = "(org\\.conscrypt|org\\.bouncycastle|org\\.openjsse|android|kotlinx\\.coroutines"
                + "|javax\\.annotation)(\\..*)?";
        Map<String, String> uses = uses();
        assertThat(uses).containsKeys("java.sql", "javax.sql", "org.sqlite", "io.github.d1jdbc.shaded.okhttp3");
        uses.forEach((name, from) -> {
            if (name.startsWith("java.") || name.matches(absent)) return;
            if (name.startsWith("io.github.d1jdbc")) assertThat(from).as(name).isNotEqualTo("not found");
            else assertThat(imported).as("%s of %s", name, from).contains(name);
        });
        assertThat(imports).contains("org.sqlite;resolution:=optional", "javax.sql;resolution:=optional");
    }

    @Test
    void theManifestSaysWhatOsgiAndModulesAsk() throws IOException {
        Attributes manifest = manifest();
        assertThat(manifest.getValue("Bundle-SymbolicName")).isEqualTo("io.github.d1jdbc");
        assertThat(manifest.getValue("Bundle-Version")).matches("\\d+\\.\\d+\\.\\d+(\\.\\w+)?");
        assertThat(manifest.getValue("Export-Package"))
                .contains("io.github.d1jdbc;version=", "io.github.d1jdbc.export;", "io.github.d1jdbc.server;")
                .doesNotContain("internal", "shaded");
        assertThat(manifest.getValue("Provide-Capability")).contains("java.sql.Driver");
        ModuleDescriptor module =
                ModuleFinder.of(jar).find("io.github.d1jdbc").orElseThrow().descriptor();
        assertThat(module.isAutomatic()).isTrue();
        assertThat(module.provides()).singleElement().satisfies(service -> {
            assertThat(service.service()).isEqualTo("java.sql.Driver");
            assertThat(service.providers()).containsExactly("io.github.d1jdbc.D1Driver");
        });
    }

    /** A folder with the program alone, because the driver must come from the jar. */
    private Path program() throws IOException {
        String name = JarProgram.class.getName().replace('.', '/') + ".class";
        Path copy = folder.resolve("program").resolve(name);
        Files.createDirectories(copy.getParent());
        try (InputStream in = JarProgram.class.getResourceAsStream("/" + name)) {
            Files.copy(Objects.requireNonNull(in), copy);
        }
        return folder.resolve("program");
    }

    private static final String[] SAID = {"io.github.d1jdbc.D1Driver", "SQLite", "1 Ada", "2 Grace", "exported 2"};

    private static String url(D1Server server) {
        server.createDatabase("shop");
        return "jdbc:d1://" + server.accountId() + "/shop?endpoint=" + server.endpoint();
    }

    @Test
    void anEmptyClassLoaderIsEnough() throws Exception {
        URL[] path = {jar.toUri().toURL(), program().toUri().toURL()};
        Path dump = folder.resolve("shop.sql.gz");
        try (D1Server server = D1Server.start();
                URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
            Object program = loader.loadClass(JarProgram.class.getName())
                    .getConstructor()
                    .newInstance();
            assertThat(said(program, url(server), server.token(), dump.toString()))
                    .containsExactly((Object[]) SAID);
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(dump))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("CREATE TABLE t", "'Ada'", "'Grace'");
        }
    }

    @SuppressWarnings("unchecked") // the program's Function comes from another class loader
    private static List<Object> said(Object program, String... arguments) {
        return ((Function<String[], List<Object>>) program).apply(arguments);
    }

    @Test
    void aLocalUrlAsksForSqliteAndTakesItFromBeside() throws Exception {
        URL program = program().toUri().toURL();
        URL sqlite = org.sqlite.JDBC.class.getProtectionDomain().getCodeSource().getLocation();
        Path dump = folder.resolve("local.sql.gz");
        String[] arguments = {"jdbc:d1:local::memory:jar", "", dump.toString()};
        try (URLClassLoader alone =
                new URLClassLoader(new URL[] {jar.toUri().toURL(), program}, ClassLoader.getPlatformClassLoader())) {
            assertThat(said(
                            alone.loadClass(JarProgram.class.getName())
                                    .getConstructor()
                                    .newInstance(),
                            arguments))
                    .last()
                    .asString()
                    .contains("org.xerial:sqlite-jdbc");
        }
        try (URLClassLoader both = new URLClassLoader(
                new URL[] {jar.toUri().toURL(), program, sqlite}, ClassLoader.getPlatformClassLoader())) {
            assertThat(said(
                            both.loadClass(JarProgram.class.getName())
                                    .getConstructor()
                                    .newInstance(),
                            arguments))
                    .last()
                    .isEqualTo("exported 2");
        }
    }

    @Test
    void aJvmWithTheJarAloneEndsByItselfAndPrintsNothingOfItsOwn() throws Exception {
        try (D1Server server = D1Server.start()) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            jar + System.getProperty("path.separator") + program(),
                            JarProgram.class.getName(),
                            url(server),
                            server.token(),
                            folder.resolve("shop.sql.gz").toString())
                    .redirectErrorStream(true)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(out.lines()).containsExactly(SAID);
            assertThat(process.waitFor()).isZero();
        }
    }
}
