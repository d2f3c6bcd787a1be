package io.github.d1jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private final Faults faults = new Faults();

    private List<Fault.Kind> take(Route route, int times) {
        List<Fault.Kind> kinds = new ArrayList<>();
        for (int i = 0; i < times; i++) kinds.add(faults.take(route).kind());
        return kinds;
    }

    @Test
    void withoutFaultsNothingHappens() {
        assertThat(take(Route.RAW, 3)).containsOnly(Fault.Kind.NONE);
        assertThat(faults.left()).isEmpty();
    }

    @Test
    void theFirstThatMatchesIsSpent() {
        faults.add(
                Fault.on(Route.EXPORT).lost(),
                Fault.on(Route.ANY).reset(),
                Fault.on(Route.RAW).close());
        assertThat(take(Route.RAW, 3)).containsExactly(Fault.Kind.RESET, Fault.Kind.CLOSE, Fault.Kind.NONE);
        assertThat(faults.left()).containsExactly(Fault.on(Route.EXPORT).lost());
        assertThat(take(Route.EXPORT, 1)).containsExactly(Fault.Kind.LOST);
    }

    @Test
    void skipLetsPassAndTimesRepeats() {
        faults.add(Fault.on(Route.DOWNLOAD).cutAfter(5).skip(2).times(2));
        assertThat(take(Route.DOWNLOAD, 5))
                .containsExactly(
                        Fault.Kind.NONE, Fault.Kind.NONE, Fault.Kind.CUT_AFTER, Fault.Kind.CUT_AFTER, Fault.Kind.NONE);
    }

    @Test
    void leftTellsWhatIsLeft() {
        faults.add(Fault.on(Route.RAW).http(503).skip(2).times(3));
        faults.take(Route.RAW);
        assertThat(faults.left())
                .containsExactly(Fault.on(Route.RAW).http(503).skip(1).times(3));
        faults.clear();
        assertThat(faults.left()).isEmpty();
    }

    @Test
    void chanceTakesOnlyFaultsOfTheRoute() {
        faults.seeded(
                1, 1.0, Fault.on(Route.RAW).reset(), Fault.on(Route.EXPORT).lost());
        assertThat(take(Route.RAW, 20)).containsOnly(Fault.Kind.RESET);
        assertThat(take(Route.EXPORT, 20)).containsOnly(Fault.Kind.LOST);
        assertThat(take(Route.LIST, 20)).containsOnly(Fault.Kind.NONE);
    }

    @Test
    void theRateIsKept() {
        faults.seeded(5, 0.25, Fault.on(Route.ANY).reset());
        long hits = take(Route.RAW, 4000).stream()
                .filter(kind -> kind == Fault.Kind.RESET)
                .count();
        assertThat(hits).isBetween(900L, 1100L);
    }

    @Test
    void theScriptGoesBeforeChance() {
        faults.seeded(1, 1.0, Fault.on(Route.RAW).reset());
        faults.add(Fault.on(Route.RAW).hang());
        assertThat(take(Route.RAW, 2)).containsExactly(Fault.Kind.HANG, Fault.Kind.RESET);
    }

    @Test
    void aFaultKeepsWhatItWasTold() {
        Fault fault = Fault.on(Route.RAW).skip(3).times(4).error(418, 7500, "teapot");
        assertThat(fault.skip()).isEqualTo(3);
        assertThat(fault.times()).isEqualTo(4);
        assertThat(fault.status()).isEqualTo(418);
        assertThat(fault.text()).isEqualTo("teapot");
        assertThat(Fault.on(Route.ANY).delay(Duration.ofSeconds(2)).duration()).isEqualTo(Duration.ofSeconds(2));
    }
}
