package dev.poolwarden.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.control.DatabaseWatch;
import dev.poolwarden.reading.DatabaseProbe;
import dev.poolwarden.reading.DatabaseReading;
import dev.poolwarden.reading.DatabaseReading.Unknown;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With the real clock, as the application runs it. */
class ProbeTurnTest {

    private static final DatabaseReading ANSWER = new Unknown();

    private final ScheduledThreadPoolExecutor beating = new ScheduledThreadPoolExecutor(1);
    private DatabaseWatch watch;

    @AfterEach
    void stop() {
        beating.shutdownNow();
    }

    private ProbeTurn turn(DatabaseProbe probe) {
        watch = new DatabaseWatch(probe, Duration.ofMillis(200));
        return new ProbeTurn(watch, beating);
    }

    @Test
    void a_database_that_is_silent_is_found_out_while_its_probe_is_under_way() {
        turn(() -> {
                    await().until(() -> watch.latest().overdue());
                    return ANSWER;
                })
                .run();

        assertThat(watch.latest().overdue()).isFalse();
        assertThat(watch.latest().number()).isEqualTo(1);
    }

    @Test
    void nothing_beats_once_it_has_answered() {
        turn(() -> ANSWER).run();

        await().until(() -> beating.getQueue().isEmpty());
    }

    @Test
    void nor_when_it_failed() {
        ProbeTurn turn = turn(() -> {
            throw new IllegalStateException("a careless probe");
        });

        assertThatThrownBy(turn::run).hasMessage("a careless probe");

        await().until(() -> beating.getQueue().isEmpty());
    }
}
