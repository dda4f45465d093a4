package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.pool.TakenBack.Loss;
import dev.poolwarden.reclaim.Backend;
import dev.poolwarden.reclaim.ConnectionReclaimedException;
import dev.poolwarden.reclaim.Connections;
import dev.poolwarden.reclaim.Evidence;
import java.time.Duration;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TakenBackTest {

    private final TakenBack takenBack = new TakenBack();
    private final Thread here = Thread.currentThread();

    static Loss loss(int pid) {
        return new Loss(Connections.held(pid, 30_000, Backend.GONE), Evidence.LEAKED);
    }

    private static <T> T elsewhere(Callable<T> call) throws Exception {
        FutureTask<T> task = new FutureTask<>(call);
        new Thread(task).start();
        return task.get();
    }

    @Test
    void a_thread_that_lost_nothing_hears_of_nothing() {
        takenBack.forget();

        assertThat(takenBack.ofThisThread()).isNull();
    }

    @Test
    void a_loss_is_the_holders_own() throws Exception {
        takenBack.lost(here, loss(1));

        assertThat(takenBack.ofThisThread()).isEqualTo(loss(1));
        assertThat(elsewhere(takenBack::ofThisThread)).isNull();
    }

    @Test
    void who_borrows_again_has_forgotten_its_loss_and_nobody_elses() throws Exception {
        takenBack.lost(here, loss(1));
        elsewhere(() -> {
            takenBack.lost(Thread.currentThread(), loss(2));
            takenBack.forget();
            return null;
        });
        assertThat(takenBack.ofThisThread()).isEqualTo(loss(1));

        takenBack.forget();

        assertThat(takenBack.ofThisThread()).isNull();
    }

    @Test
    void who_loses_again_hears_of_the_last_loss() {
        takenBack.lost(here, loss(1));
        takenBack.forget();
        takenBack.lost(here, loss(2));

        assertThat(takenBack.ofThisThread()).isEqualTo(loss(2));
    }

    @Test
    void who_keeps_it_after_all_has_lost_nothing() {
        takenBack.lost(here, loss(1));

        takenBack.retract(here, loss(1));

        assertThat(takenBack.ofThisThread()).isNull();
    }

    @Test
    void a_loss_that_is_taken_back_late_does_not_take_back_the_next() {
        takenBack.lost(here, loss(1));
        takenBack.lost(here, loss(2));

        takenBack.retract(here, loss(1));

        assertThat(takenBack.ofThisThread()).isEqualTo(loss(2));
    }

    @Test
    void every_exception_tells_where_the_holder_came_back() {
        Loss loss = loss(1);
        ConnectionReclaimedException first = loss.exception();
        ConnectionReclaimedException second = loss.exception();

        assertThat(first == second).isFalse();
        assertThat(second.getMessage()).contains("backend 1").isEqualTo(first.getMessage());
        assertThat(second.getStackTrace()[0].getLineNumber()).isEqualTo(first.getStackTrace()[0].getLineNumber());
        assertThat(second.getStackTrace()[1].getLineNumber()).isNotEqualTo(first.getStackTrace()[1].getLineNumber());
    }

    /** The borrow looks whether any loss is left, and before it notes that there is none, another thread loses one. */
    @Test
    void a_loss_is_not_overlooked_because_another_thread_borrows_at_the_same_moment() throws Exception {
        AtomicReference<Runnable> afterLooking = new AtomicReference<>(() -> {});
        TakenBack raced = new TakenBack(new WeakHashMap<>() {
            @Override
            public boolean isEmpty() {
                boolean empty = super.isEmpty();
                afterLooking.get().run();
                return empty;
            }
        });
        CountDownLatch lost = new CountDownLatch(1);
        CountDownLatch borrowed = new CountDownLatch(1);
        FutureTask<Loss> losing = new FutureTask<>(() -> {
            raced.lost(Thread.currentThread(), loss(2));
            lost.countDown();
            borrowed.await();
            return raced.ofThisThread();
        });
        Thread loser = new Thread(losing);
        afterLooking.set(() -> {
            loser.start();
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> lost.getCount() == 0 || loser.getState() == Thread.State.BLOCKED);
        });
        raced.lost(here, loss(1));

        raced.forget();
        borrowed.countDown();

        assertThat(losing.get()).isEqualTo(loss(2));
    }
}
