package dev.poolwarden.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.breaker.BreakerState;
import dev.poolwarden.throttle.ThrottlingLevel;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readers of the published state while the monitor ticks through every level. */
class PublishedStateStressTest {

    private final MonitorRig rig = MonitorRig.started();
    private final Queue<Throwable> torn = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean done = new AtomicBoolean();

    @Test
    @Timeout(60)
    void a_state_that_is_read_while_the_monitor_ticks_fits_together() throws InterruptedException {
        Thread[] readers =
                Stream.generate(() -> new Thread(this::read)).limit(2).toArray(Thread[]::new);
        for (Thread reader : readers) {
            reader.start();
        }
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 5_000; i++) {
            rig.probe(random.nextInt(40) == 0 ? MonitorRig.AWAY : MonitorRig.HERE);
            rig.second();
        }
        done.set(true);
        for (Thread reader : readers) {
            reader.join();
        }

        assertThat(torn).isEmpty();
        assertThat(rig.changes).hasSizeGreaterThan(10);
        assertThat(rig.changes).extracting(PublishedState::revision).isSorted().doesNotHaveDuplicates();
    }

    private void read() {
        long revision = 0;
        long at = rig.monitor.published().reading().at();
        while (!done.get() && torn.isEmpty()) {
            PublishedState state = rig.monitor.published();
            try {
                assertThat(state.revision()).isGreaterThanOrEqualTo(revision);
                assertThat(state.reading().at() - at).isNotNegative();
                assertFits(state);
            } catch (AssertionError e) {
                torn.add(e);
            }
            revision = state.revision();
            at = state.reading().at();
        }
    }

    private static void assertFits(PublishedState state) {
        assertThat(state.config().level())
                .isEqualTo(ThrottlingLevel.of(state.assessment().pressure()));
        assertThat(state.config().reasons()).isEqualTo(state.assessment().reasons());
        assertThat(state.config().circuitBreakerOpen())
                .isNotEqualTo(state.reading().breakerClosed());
        assertThat(state.breaker().state() == BreakerState.CLOSED)
                .isEqualTo(state.reading().breakerClosed());
    }
}
