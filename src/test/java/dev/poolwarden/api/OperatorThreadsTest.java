package dev.poolwarden.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperatorThreadsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final OperatorThreads threads = new OperatorThreads(vertx);

    @AfterEach
    void stop() {
        threads.stop();
        vertx.close();
    }

    @Test
    void a_password_is_checked_on_the_sign_in_thread_also_after_a_delay() {
        assertThat(checkedAfter(Duration.ZERO)).isEqualTo("poolwarden-sign-in");
        assertThat(checkedAfter(Duration.ofMillis(5))).isEqualTo("poolwarden-sign-in");
    }

    /** There is one thread for passwords, and a minute of it would keep everybody else waiting. */
    @Test
    void who_waits_holds_no_thread() {
        var waiting = threads.checkPassword(Duration.ofMinutes(1), () -> "late")
                .subscribe()
                .asCompletionStage();
        assertThat(checkedAfter(Duration.ZERO)).isNotNull();
        assertThat(waiting).isNotDone();
    }

    private String checkedAfter(Duration delay) {
        return threads.checkPassword(delay, () -> Thread.currentThread().getName())
                .await()
                .atMost(PATIENCE);
    }
}
