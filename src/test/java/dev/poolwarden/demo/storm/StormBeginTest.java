package dev.poolwarden.demo.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownEvent;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A storm that is about to begin; nothing of it ever blows. */
@Timeout(60)
class StormBeginTest {

    private static final StormSize SMALL = new StormSize(1, 1, 1);

    private static Storm storm(ThreadFactory threads) {
        return new Storm(null, null, OptionalDouble::empty, threads);
    }

    @Test
    void where_no_thread_is_to_be_had_another_one_may_begin_later() {
        AtomicInteger tries = new AtomicInteger();
        Storm storm = storm(task -> new Thread(() -> {}) {
            @Override
            public synchronized void start() {
                if (tries.incrementAndGet() == 1) {
                    throw new OutOfMemoryError("no thread");
                }
                super.start();
            }
        });

        assertThatThrownBy(() -> storm.begin(SMALL)).hasMessage("no thread");

        assertThat(storm.phase()).isEqualTo(StormPhase.IDLE);
        assertThat(storm.begin(SMALL)).isPresent();
    }

    @Test
    void a_shutdown_calls_off_one_that_is_just_beginning() throws InterruptedException {
        CountDownLatch calledOff = new CountDownLatch(1);
        Storm[] storm = new Storm[1];
        storm[0] = storm(task -> {
            Thread shutdown = new Thread(() -> stop(storm[0]));
            shutdown.start();
            await().until(() -> !shutdown.isAlive() || shutdown.getState() == Thread.State.BLOCKED);
            return new Thread(() -> awaitInterrupt(calledOff));
        });

        storm[0].begin(SMALL);

        calledOff.await();
    }

    private static void stop(Storm storm) {
        try {
            storm.stop(new ShutdownEvent());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitInterrupt(CountDownLatch heard) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            heard.countDown();
        }
    }
}
