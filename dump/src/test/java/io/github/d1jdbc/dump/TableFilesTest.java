package io.github.d1jdbc.dump;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JSON Lines and CSV: a folder, a file a table. */
class TableFilesTest {

    private static final String DUMP = """
            PRAGMA defer_foreign_keys=TRUE;
            CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT, score REAL, pic BLOB, v AS (id));
            INSERT INTO "users" ("id","name","score","pic") VALUES(9223372036854775807,'it''s "q", é😀',1,X'00ff');
            INSERT INTO "users" ("id","name","score","pic") VALUES(-1,replace('two\\nlines','\\n',char(10)),-9e999,NULL);
            INSERT INTO "users" ("id","name","score","pic") VALUES(2,'',0.1,X'');
            CREATE TABLE bare(a, b);
            INSERT INTO bare VALUES(1,'1');
            INSERT INTO users VALUES(3,NULL,1e300,NULL);
            DELETE FROM sqlite_sequence;
            INSERT INTO sqlite_sequence VALUES('users',3);
            INSERT INTO "../../etc/pass wd" VALUES(1);
            CREATE INDEX i ON users(name) -- by name;
            CREATE VIEW w AS SELECT 1;
            """;

    @TempDir
    Path folder;

    private static DumpReader reader(byte[] dump) throws IOException {
        return DumpReader.open(new ByteArrayInputStream(dump), "x.sql", DumpReader.Options.defaults());
    }

    private Path json(String dump) throws IOException {
        Path out = folder.resolve("out");
        try (DumpReader reader = reader(dump.getBytes(UTF_8))) {
            JsonLinesWriter.write(reader, out);
        }
        return out;
    }

    private Path csv(String dump) throws IOException {
        Path out = folder.resolve("csv");
        try (DumpReader reader = reader(dump.getBytes(UTF_8))) {
            CsvWriter.write(reader, out);
        }
        return out;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void jsonLinesLoseNothing() throws IOException {
        Path out = json(DUMP);
        assertThat(names(out))
                .containsExactly("%2E.%2F..%2Fetc%2Fpass%20wd.jsonl", "bare.jsonl", "schema.sql", "users.jsonl");
        assertThat(Files.readAllLines(out.resolve("users.jsonl")))
                .containsExactly(
                        "{\"id\":9223372036854775807,\"name\":\"it's \\\"q\\\", é😀\",\"score\":1.0,\"pic\":{\"$base64\":\"AP8=\"}}",
                        "{\"id\":-1,\"name\":\"two\\nlines\",\"score\":{\"$real\":\"-Infinity\"},\"pic\":null}",
                        "{\"id\":2,\"name\":\"\",\"score\":0.1,\"pic\":{\"$base64\":\"\"}}",
                        "{\"id\":3,\"name\":null,\"score\":1.0E300,\"pic\":null}");
        assertThat(Files.readAllLines(out.resolve("bare.jsonl"))).containsExactly("{\"a\":1,\"b\":\"1\"}");
        for (String line : Files.readAllLines(out.resolve("users.jsonl"))) {
            assertThat(JsonMapper.builder().build().readTree(line).isObject()).isTrue();
        }
    }

    @Test
    void theSchemaLiesBesideAsSqlThatRuns() throws IOException {
        assertThat(Files.readAllLines(json(DUMP).resolve("schema.sql")))
                .contains(
                        "CREATE TABLE bare(a, b)",
                        ";",
                        "CREATE INDEX i ON users(name) -- by name",
                        "CREATE VIEW w AS SELECT 1")
                .hasSize(8);
    }

    @Test
    void textThatIsNoUtf8KeepsItsBytesInJson() throws IOException {
        Path out = folder.resolve("out");
        try (DumpReader reader = reader("INSERT INTO t VALUES('\u00FF');".getBytes(ISO_8859_1))) {
            assertThat(JsonLinesWriter.write(reader, out)).isEqualTo(1);
        }
        assertThat(out.resolve("t.jsonl")).hasContent("{\"1\":{\"$text64\":\"/w==\"}}");
    }

    @Test
    void csvTellsNullTextAndNumbersApart() throws IOException {
        Path out = csv(DUMP);
        assertThat(Files.readString(out.resolve("users.csv")))
                .isEqualTo(String.join(
                        "\r\n",
                        "\"id\",\"name\",\"score\",\"pic\"",
                        "9223372036854775807,\"it's \"\"q\"\", é😀\",1.0,\"\\x00ff\"",
                        "-1,\"two\nlines\",-Infinity,",
                        "2,\"\",0.1,\"\\x\"",
                        "3,,1.0E300,",
                        ""));
        assertThat(Files.readString(out.resolve("bare.csv"))).isEqualTo("\"a\",\"b\"\r\n1,\"1\"\r\n");
        try (CSVParser parser = CSVParser.parse(out.resolve("users.csv"), UTF_8, CSVFormat.RFC4180)) {
            assertThat(parser.getRecords())
                    .hasSize(5)
                    .allSatisfy(row -> assertThat(row).hasSize(4));
            assertThat(parser.getRecords().stream().map(CSVRecord::size)).isEmpty();
        }
    }

    @Test
    void rowsOfOtherColumnsAreRefusedInCsv() throws IOException {
        assertThatThrownBy(() -> csv("INSERT INTO t(a,b) VALUES(1,2);\nINSERT INTO t(b,a) VALUES(1,2);"))
                .isInstanceOf(DumpException.class)
                .hasMessageContaining("(line 2, statement 2): it names other columns than the rows before it");
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void whatOnlyADatabaseCanComputeIsRefused() throws IOException {
        assertThatThrownBy(() -> json("INSERT INTO t VALUES(1);INSERT INTO t VALUES(json('{}'));"))
                .isInstanceOf(DumpException.class)
                .hasMessageContaining("only a database can say what the value json('{}') is");
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void anExistingFolderIsLeftAlone() throws IOException {
        Files.createDirectory(folder.resolve("out"));
        assertThatThrownBy(() -> json(DUMP)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(names(folder.resolve("out"))).isEmpty();
    }

    @Test
    void aFullDiskLeavesNothingAndTheFileIsNamed() throws IOException {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        Path target = folder.resolve("full");
        try (TableFiles files = new TableFiles(target, ".csv", disk -> full)) {
            OutputStream out = files.of("users");
            byte[] row = new byte[40_000];
            out.write(row); // still in the buffer
            assertThatThrownBy(() -> out.write(row)).hasMessageContaining("users.csv: No space left on device");
        }
        assertThat(folder.resolve("full.part")).doesNotExist();
        assertThat(target).doesNotExist();
    }

    @Test
    void tablesInTurnAndNamesThatDifferOnlyInCaseKeepTheirFiles() throws IOException {
        Path out = json("INSERT INTO \"a b\" VALUES(1);INSERT INTO c VALUES(1);INSERT INTO \"A B\" VALUES(2);"
                + "INSERT INTO \"a%20b\" VALUES(3);INSERT INTO \"" + "n".repeat(300) + "\" VALUES(1);");
        assertThat(names(out)).hasSize(5).allMatch(name -> name.length() < 120);
        assertThat(Files.readAllLines(out.resolve("a%20b.jsonl"))).containsExactly("{\"1\":1}", "{\"1\":2}");
        assertThat(Files.readAllLines(out.resolve("a%2520b.jsonl"))).containsExactly("{\"1\":3}");
    }
}
