package io.github.d1jdbc.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of one group. */
final class Table {

    /** A row: its name and what proves it on an empty database. */
    record Row(String group, String name, Check check) {}

    /** What proves a behaviour. */
    interface Check {
        void run(D1 d1) throws Exception;
    }

    /** What both drivers are asked. */
    interface Question {
        @Nullable
        Object ask(Connection connection) throws Exception;
    }

    private final String group;
    private final List<Row> rows = new ArrayList<>();

    Table(String group) {
        this.group = group;
    }

    List<Row> rows() {
        return rows;
    }

    void row(String name, Check check) {
        rows.add(new Row(group, name, check));
    }

    /** A row whose answer is that of sqlite-jdbc. */
    void same(String name, Question question) {
        row(name, d1 -> {
            Object expected;
            try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite::memory:")) {
                expected = question.ask(sqlite);
            }
            assertThat(question.ask(d1.connection)).isEqualTo(expected);
        });
    }
}
