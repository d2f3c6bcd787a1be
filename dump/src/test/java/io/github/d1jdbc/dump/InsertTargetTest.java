package io.github.d1jdbc.dump;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InsertTargetTest {

    private final InsertTarget users = new InsertTarget(null, "users", List.of("id", "name"), null);

    @Test
    void equalPartsMakeEqualTargets() {
        InsertTarget same = new InsertTarget(null, "users", List.of("id", "name"), null);
        assertThat(same).isEqualTo(users).hasSameHashCodeAs(users);
        InsertTarget replacing = new InsertTarget("main", "users", List.of(), "REPLACE");
        assertThat(new InsertTarget("main", "users", List.of(), "REPLACE"))
                .isEqualTo(replacing)
                .hasSameHashCodeAs(replacing);
    }

    @Test
    void everyPartTellsTargetsApart() {
        assertThat(users)
                .isNotEqualTo(new InsertTarget("main", "users", List.of("id", "name"), null))
                .isNotEqualTo(new InsertTarget(null, "Users", List.of("id", "name"), null))
                .isNotEqualTo(new InsertTarget(null, "users", List.of("name", "id"), null))
                .isNotEqualTo(new InsertTarget(null, "users", List.of(), null))
                .isNotEqualTo(new InsertTarget(null, "users", List.of("id", "name"), "IGNORE"))
                .isNotEqualTo(null)
                .isNotEqualTo("users");
    }
}
