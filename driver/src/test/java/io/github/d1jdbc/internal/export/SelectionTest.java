package io.github.d1jdbc.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpResult.Warning;
import io.github.d1jdbc.internal.export.ExportException.Reason;
import io.github.d1jdbc.internal.export.Schema.Kind;
import io.github.d1jdbc.internal.export.Schema.SchemaObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {
    static final List<SchemaObject> OBJECTS = List.of(
            new SchemaObject("table", "users", "users", "CREATE TABLE users(id)", Kind.ORDINARY),
            new SchemaObject("index", "users_id", "users", "CREATE INDEX users_id ON users(id)", Kind.ORDINARY),
            new SchemaObject("trigger", "users_new", "Users", "CREATE TRIGGER users_new …", Kind.ORDINARY),
            new SchemaObject("table", "keys", "keys", "CREATE TABLE keys(k PRIMARY KEY)", Kind.WITHOUT_ROWID),
            new SchemaObject("view", "v", "v", "CREATE VIEW v AS SELECT 1", Kind.ORDINARY),
            new SchemaObject("table", "sqlite_sequence", "sqlite_sequence", "CREATE TABLE …", Kind.INTERNAL));

    private static final List<SchemaObject> SEARCH = List.of(
            new SchemaObject("table", "ft", "ft", "CREATE VIRTUAL TABLE ft USING fts5(a)", Kind.VIRTUAL),
            new SchemaObject("table", "ft_data", "ft_data", "CREATE TABLE 'ft_data'(id)", Kind.SHADOW));

    static Schema plain() {
        return new Schema(OBJECTS, Map.of("users", 5L));
    }

    private static Schema withSearch() {
        List<SchemaObject> objects = new ArrayList<>(OBJECTS);
        objects.addAll(SEARCH);
        return new Schema(objects, Map.of("users", 5L, "ft", 3L));
    }

    private static Selection select(Schema schema, DumpOptions options) throws ExportException {
        return Selection.of(schema, options, "database shop");
    }

    @Test
    void everythingIsAskedForByAnEmptyListAsEveryClientDoes() throws Exception {
        Selection selection = select(plain(), DumpOptions.defaults().withNoData(true));
        assertThat(selection.filter().tables()).isEmpty();
        assertThat(selection.filter().noData()).isTrue();
        assertThat(selection.expected()).isEqualTo(OBJECTS);
        assertThat(selection.virtual()).isEmpty();
    }

    @Test
    void withAVirtualTableEveryOtherObjectIsNamed() throws Exception {
        Selection selection = select(withSearch(), DumpOptions.defaults());
        assertThat(selection.filter().tables())
                .containsExactly("users", "users_id", "users_new", "keys", "v", "sqlite_sequence");
        assertThat(selection.virtual()).extracting(VirtualTable::name).containsExactly("ft");
        assertThat(selection.warnings()).extracting(Warning::code).containsExactly("virtualRowsAfterSnapshot");
    }

    @Test
    void whereOnlyAVirtualTableIsWantedANameThatNobodyHasIsAskedFor() throws Exception {
        Schema clash = new Schema(
                List.of(
                        SEARCH.get(0),
                        new SchemaObject("view", "d1-jdbc: no object", "x", "CREATE VIEW …", Kind.ORDINARY)),
                Map.of());
        Selection selection = select(clash, DumpOptions.defaults().withTables("ft"));
        assertThat(selection.filter().tables()).containsExactly("d1-jdbc: no object.");
        assertThat(selection.expected()).isEmpty();
    }

    @Test
    void dependentsAreFoundWhateverTheCaseOfTheirTable() throws Exception {
        Selection selection =
                select(plain(), DumpOptions.defaults().withTables("users").withDependents(true));
        assertThat(selection.filter().tables()).containsExactly("users", "users_id", "users_new");
        assertThat(selection.warnings()).isEmpty();
    }

    @Test
    void aDependentThatIsNamedIsNotWarnedAbout() throws Exception {
        Selection selection = select(plain(), DumpOptions.defaults().withTables("users", "users_id"));
        assertThat(selection.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.message())
                        .contains("trigger users_new")
                        .doesNotContain("index users_id"));
        assertThat(select(plain(), DumpOptions.defaults().withTables("users").withNoSchema(true))
                        .warnings())
                .isEmpty();
    }

    @Test
    void manyDependentsAreCountedNotListed() throws Exception {
        List<SchemaObject> objects = new ArrayList<>(OBJECTS);
        for (int i = 0; i < 20; i++) {
            objects.add(new SchemaObject("index", "i" + i, "keys", "CREATE INDEX …", Kind.ORDINARY));
        }
        Selection selection =
                select(new Schema(objects, Map.of()), DumpOptions.defaults().withTables("keys"));
        assertThat(selection.warnings().get(0).message()).contains("index i9 and 10 more");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Users | There is no Users (names are case-sensitive: did you mean users?) in database shop.",
                "user | There is no user (did you mean users?) in database shop.",
                "uzers | There is no uzers (did you mean users?) in database shop.",
                "zzzzz | There is no zzzzz in database shop.",
                "ft_dat | There is no ft_dat in database shop.",
                "_cf_KV | There is no _cf_KV in database shop."
            })
    void anUnknownNameIsRefusedWithTheNearestOne(String name, String message) {
        ExportException e = catchThrowableOfType(
                ExportException.class,
                () -> select(withSearch(), DumpOptions.defaults().withTables(name)));
        assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_TABLE);
        assertThat(e).hasMessage(message);
    }

    @Test
    void withoutALookTheCallersNamesAreSentAsTheyAre() {
        Selection selection = Selection.unseen(DumpOptions.defaults().withTables("b", "a"));
        assertThat(selection.filter().tables()).containsExactly("b", "a");
        assertThat(selection.expected()).isEmpty();
    }
}
