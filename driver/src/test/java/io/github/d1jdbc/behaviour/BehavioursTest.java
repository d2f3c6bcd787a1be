package io.github.d1jdbc.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.server.D1Server;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every behaviour on a database of its own. */
class BehavioursTest {
    /** What the best other D1 driver fails, read and measured on it. */
    private static final Set<String> OPEN_ELSEWHERE = Set.of(
            "data-source-in-jar",
            "read-only-enforced",
            "network-timeout",
            "user-agent-set",
            "no-side-effect-when-rejected",
            "max-rows-keeps-duplicates",
            "query-timeout",
            "cancel-from-other-thread",
            "close-on-completion",
            "closing-connection-closes-stmt",
            "int-into-text-column-is-42",
            "int-into-untyped-is-integer",
            "long-2e53-plus-1-write",
            "long-2e53-plus-1-read",
            "long-rounding-is-signalled",
            "set-double-nan-rejected-or-null",
            "set-big-decimal-exact",
            "set-blob-get-blob",
            "set-binary-stream",
            "timestamp-micros-roundtrip",
            "timestamp-calendar-used",
            "set-object-instant",
            "set-object-offset-date-time",
            "set-object-target-type",
            "metadata-before-execute",
            "type-real-of-10.0",
            "real-as-string-is-10.0",
            "bad-text-as-int-error",
            "int-overflow-error",
            "rollback-undoes-or-refused",
            "commit-is-atomic",
            "prepared-batch-in-tx",
            "begin-text-honest",
            "commit-in-autocommit-error",
            "tables-hide-fts-shadow",
            "columns-generated",
            "unique-typed-exception",
            "auth-denied-42",
            "too-big-54",
            "html-502-state-08");

    private static D1Server server;

    @BeforeAll
    static void start() throws IOException {
        server = D1Server.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    static List<Table.Row> rows() {
        return Stream.of(
                        DriverBehaviours.table(),
                        ConnectionBehaviours.table(),
                        StatementBehaviours.table(),
                        BatchBehaviours.table(),
                        PreparedBehaviours.table(),
                        ValueBehaviours.table(),
                        ResultSetBehaviours.table(),
                        ConversionBehaviours.table(),
                        TransactionBehaviours.table(),
                        MetadataBehaviours.table(),
                        ErrorBehaviours.table(),
                        ArgumentBehaviours.table())
                .flatMap(table -> table.rows().stream())
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> everyRowHolds() {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(row.group() + ": " + row.name(), () -> {
                    try (D1 d1 = new D1(server)) {
                        row.check().run(d1);
                    }
                }));
    }

    @Test
    void namesAreUnlikeAndHoldWhatOthersFail() {
        List<String> names = rows().stream().map(Table.Row::name).toList();
        assertThat(names)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThanOrEqualTo(196)
                .containsAll(OPEN_ELSEWHERE);
        assertThat(OPEN_ELSEWHERE).hasSize(40);
    }
}
