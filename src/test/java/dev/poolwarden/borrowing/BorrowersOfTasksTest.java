package dev.poolwarden.borrowing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.borrowing.BorrowingResource.Seen;
import dev.poolwarden.reclaim.Caller;
import dev.poolwarden.reclaim.Callers;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.scheduler.Scheduler.JobDefinition;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@QuarkusTest
class BorrowersOfTasksTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> jobs = new ArrayList<>();

    @Inject
    Callers callers;

    @Inject
    Scheduler scheduler;

    @Inject
    BorrowingTask task;

    @AfterEach
    void end() {
        jobs.forEach(scheduler::unscheduleJob);
    }

    @Test
    void a_scheduled_method_is_told_by_class_and_method() {
        assertThat(task.nameless).succeedsWithin(PATIENCE).isEqualTo(new Caller("task BorrowingTask.runs", null));
    }

    @Test
    void a_scheduled_method_with_an_identity_is_told_by_that() {
        assertThat(task.named).succeedsWithin(PATIENCE).isEqualTo(new Caller("task borrowing-by-name", null));
    }

    @Test
    void jobs_of_one_lambda_are_told_apart_by_their_identities() {
        List<String> names =
                IntStream.range(0, 10).mapToObj(i -> "borrowing-" + i).toList();
        Set<Caller> seen = ConcurrentHashMap.newKeySet();
        for (String name : names) {
            run(name, (job, done) -> job.setTask(execution -> seen.add(callers.current(System.nanoTime()))));
        }
        await().atMost(PATIENCE).until(() -> seen.size() == names.size());
        assertThat(seen)
                .extracting(Caller::site)
                .containsExactlyInAnyOrderElementsOf(
                        names.stream().map(name -> "task " + name).toList());
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void a_job_is_known_on_a_virtual_thread() {
        CompletableFuture<Caller> seen = run(
                "borrowing-virtual",
                (job, done) -> job.setTask(execution -> done.complete(callers.current(System.nanoTime())), true));
        assertThat(seen).succeedsWithin(PATIENCE).isEqualTo(new Caller("task borrowing-virtual", null));
    }

    @Test
    void a_job_is_known_on_the_worker_it_moves_to() {
        CompletableFuture<Caller> seen = run(
                "borrowing-async",
                (job, done) -> job.setAsyncTask(execution -> Uni.createFrom()
                        .voidItem()
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .invoke(() -> done.complete(callers.current(System.nanoTime())))));
        assertThat(seen).succeedsWithin(PATIENCE).isEqualTo(new Caller("task borrowing-async", null));
    }

    @Test
    void a_thread_of_the_tasks_own_is_told_by_the_stack() {
        CompletableFuture<Caller> seen = run(
                "borrowing-elsewhere",
                (job, done) -> job.setTask(execution -> {
                    var own = Executors.newSingleThreadExecutor();
                    own.execute(() -> done.complete(callers.current(System.nanoTime())));
                    own.shutdown();
                }));
        assertThat(seen)
                .succeedsWithin(PATIENCE)
                .satisfies(caller -> assertThat(caller.site()).startsWith("BorrowersOfTasksTest."));
    }

    /** One thread has then worked for two routes and a task, in any order; none was taken for another. */
    @Test
    void a_thread_that_serves_many_tells_them_apart() {
        Map<String, Set<String>> sitesByThread = new ConcurrentHashMap<>();
        run(
                "borrowing-again",
                "1s",
                (job, done) -> job.setTask(execution -> note(
                        sitesByThread,
                        Thread.currentThread().getName(),
                        callers.current(System.nanoTime()).site())));
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            for (String path : List.of("", "/transaction")) {
                Seen seen = given().get("/test/borrowing/7" + path).as(Seen.class);
                assertThat(seen.site()).isEqualTo("GET /test/borrowing/{shelf}" + path);
                note(sitesByThread, seen.thread(), seen.site());
            }
            return sitesByThread.values().stream().anyMatch(sites -> sites.size() >= 3);
        });
        assertThat(sitesByThread.values().stream().flatMap(Set::stream))
                .containsOnly(
                        "task borrowing-again",
                        "GET /test/borrowing/{shelf}",
                        "GET /test/borrowing/{shelf}/transaction");
    }

    private static void note(Map<String, Set<String>> sitesByThread, String thread, String site) {
        sitesByThread
                .computeIfAbsent(thread, name -> ConcurrentHashMap.newKeySet())
                .add(site);
    }

    /** A job that runs once; what it completes is returned. */
    private CompletableFuture<Caller> run(
            String identity, BiConsumer<JobDefinition<?>, CompletableFuture<Caller>> definition) {
        return run(identity, "24h", definition);
    }

    private CompletableFuture<Caller> run(
            String identity, String every, BiConsumer<JobDefinition<?>, CompletableFuture<Caller>> definition) {
        CompletableFuture<Caller> done = new CompletableFuture<>();
        JobDefinition<?> job = scheduler.newJob(identity).setInterval(every);
        definition.accept(job, done);
        job.schedule();
        jobs.add(identity);
        return done;
    }
}
