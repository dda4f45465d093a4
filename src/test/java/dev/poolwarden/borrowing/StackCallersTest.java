package dev.poolwarden.borrowing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.ManualClock;
import dev.poolwarden.reclaim.Caller;
import dev.poolwarden.reclaim.Callers;
import dev.poolwarden.telemetry.StackCallers;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In a package of its own: those of the rooms are never taken for an application. */
class StackCallersTest {

    private static final int BURST = 200;

    private final ManualClock clock = new ManualClock();
    private final Callers callers = new StackCallers(clock.getAsLong());

    private long now() {
        return clock.getAsLong();
    }

    private String site() {
        return callers.current(now()).site();
    }

    private void spendTheBudget() {
        for (int i = 0; i < BURST; i++) {
            callers.current(now());
        }
    }

    @Test
    void within_the_budget_it_is_the_applications_method_nearest_to_the_pool() {
        assertThat(site()).matches("StackCallersTest\\.site:[0-9]+");
    }

    @Test
    void outside_requests_there_is_no_client() {
        assertThat(callers.current(now()).client()).isNull();
        spendTheBudget();
        assertThat(callers.current(now()).client()).isNull();
    }

    @Test
    void a_lambda_is_told_by_the_method_that_has_it() {
        Supplier<String> lambda = () -> callers.current(now()).site();
        assertThat(lambda.get()).matches("StackCallersTest\\.a_lambda_is_told_by_the_method_that_has_it:[0-9]+");
    }

    @Test
    void where_only_plumbing_is_on_the_stack_it_is_the_thread() throws Exception {
        Executor plumbing = task -> new Thread(task, "plumbing-4-of-12").start();
        var seen = CompletableFuture.completedFuture(now()).thenApplyAsync(callers::current, plumbing);
        assertThat(seen.get().site()).isEqualTo("thread plumbing-#-of-#");
    }

    @Test
    void over_the_budget_it_is_the_thread_until_time_has_passed() throws Exception {
        spendTheBudget();
        Callable<String> application = this::site;
        assertThat(onThread("worker-1", application)).isEqualTo("thread worker-#");
        clock.advance(Duration.ofMillis(2));
        assertThat(onThread("worker-1", application)).startsWith("StackCallersTest.");
        assertThat(onThread("worker-1", application)).isEqualTo("thread worker-#");
    }

    @ParameterizedTest
    @CsvSource({
        "executor-thread-0, thread executor-thread-#",
        "pool-17-thread-4711, thread pool-#-thread-#",
        "main, thread main",
        "'', virtual thread"
    })
    void threads_that_differ_in_a_number_share_a_site(String name, String site) throws Exception {
        spendTheBudget();
        assertThat(onThread(name, this::site)).isEqualTo(site);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void a_virtual_thread_has_no_name_of_its_own() throws Exception {
        spendTheBudget();
        ExecutorService virtual = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        assertThat(virtual.submit(this::site).get()).isEqualTo("virtual thread");
        virtual.shutdown();
    }

    @Test
    void looks_no_deeper_than_200_frames() throws Exception {
        assertThat(beneath(150)).startsWith("StackCallersTest.beneath:");
        assertThat(onThread("deep", () -> beneath(250))).isEqualTo("thread deep");
    }

    /** Calls through that many frames of the JDK's own. */
    private String beneath(int frames) {
        Function<Long, Caller> call = callers::current;
        for (int i = 0; i < frames; i++) {
            call = call.andThen(Function.identity());
        }
        return call.apply(now()).site();
    }

    private static <T> T onThread(String name, Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        new Thread(task, name).start();
        return task.get();
    }
}
