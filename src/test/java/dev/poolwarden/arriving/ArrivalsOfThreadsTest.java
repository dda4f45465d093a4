package dev.poolwarden.arriving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.poolwarden.gate.Arrival;
import dev.poolwarden.gate.Arrivals;
import dev.poolwarden.gate.Priorities;
import dev.poolwarden.gate.Priority;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ArrivalsOfThreadsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Arrivals arrivals;

    @Inject
    ArrivingBean bean;

    @Inject
    ArrivingTask task;

    private static <T> T onAnotherThread(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        new Thread(() -> result.completeAsync(work, Runnable::run)).start();
        return result.join();
    }

    /** The same object: nothing is made for it. */
    @Test
    void a_thread_outside_of_requests_is_background() {
        assertThat(onAnotherThread(arrivals::current)).isSameAs(Arrival.BACKGROUND);
    }

    @Test
    void so_is_one_with_a_request_scope_that_is_no_requests() {
        assertThat(Arc.container().requestContext().isActive()).isTrue();
        assertThat(arrivals.current()).isSameAs(Arrival.BACKGROUND);
    }

    @Test
    void a_scheduled_method_is_background() {
        assertThat(task.plain).succeedsWithin(PATIENCE).isSameAs(Arrival.BACKGROUND);
    }

    @Test
    void a_scheduled_method_may_say_that_it_is_essential() {
        assertThat(task.important).succeedsWithin(PATIENCE).isSameAs(Arrival.ESSENTIAL);
    }

    @Test
    void code_may_say_so_too() {
        assertThat(onAnotherThread(
                        () -> Priorities.<Arrival, RuntimeException>call(Priority.INTERACTIVE, arrivals::current)))
                .isSameAs(Arrival.INTERACTIVE);
    }

    @Test
    void a_bean_says_it_until_it_returns_or_throws() {
        assertThat(bean.byItsClass()).isEqualTo(Priority.ESSENTIAL);
        assertThat(arrivals.current()).isSameAs(Arrival.BACKGROUND);
        assertThatIllegalStateException().isThrownBy(bean::fail);
        assertThat(arrivals.current()).isSameAs(Arrival.BACKGROUND);
    }
}
