package dev.poolwarden.api;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.control.CleanupDesk;
import dev.poolwarden.control.PoolMonitor;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * Thousands of requests that nobody means well with, to every endpoint that the API describes: none may fail, tell what is
 * nobody's business, change anything, fill the log or stay in memory. {@code -Dfuzz.seed} and
 * {@code -Dfuzz.requests} make it another or a longer one.
 */
@QuarkusTest
@TestProfile(HostileFuzzTest.OfItsOwn.class)
class HostileFuzzTest {

    private static final long SEED = Long.getLong("fuzz.seed", 20260101);
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 10_000);
    private static final int WARM_UP = 2_000;
    private static final int WORKERS = 8;
    private static final long GROWTH = 16L << 20; // bytes
    private static final int OTHER_NAMES = 20; // in the metrics, beside the endpoints: what Quarkus itself serves
    private static final List<String> WRITTEN = List.of("conversations", "messages");
    private static final List<String> READ = List.of(
            "employees", "activities", "notifications", "meetings", "trainings", "awards", "reviews", "shared_files");

    /** An application of its own, with an assistant that is quick: the failed sign-ins of this one shall slow no other test. */
    public static class OfItsOwn implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("poolwarden.demo.assistant-delay", "0.1s");
        }
    }

    @TestHTTPResource("")
    URI base;

    @Inject
    PoolMonitor monitor;

    @Inject
    CleanupDesk desk;

    @Inject
    DataSource database;

    @Test
    void nothing_that_is_sent_breaks_tells_or_changes_anything() throws Exception {
        System.out.printf(Locale.ROOT, "fuzz.seed=%d fuzz.requests=%d%n", SEED, REQUESTS);
        DescribedApi api = DescribedApi.read();
        List<HostileWorker> workers = workers(api);
        Map<String, Long> rows = rows();
        int established = monitor.published().pool().established();
        try (LogLines log = new LogLines("")) {
            sendAll(workers, WARM_UP);
            long heap = heapAfterCollection();
            sendAll(workers, REQUESTS - WARM_UP);
            long growth = heapAfterCollection() - heap;
            Map<String, Integer> outcomes = outcomes(workers);
            System.out.printf(Locale.ROOT, "heap grew by %d kB; %s%n", growth / 1024, outcomes);

            assertThat(workers.stream().flatMap(each -> each.complaints().stream()))
                    .isEmpty();
            assertThat(log.lines()).allMatch(line -> line.contains("failed sign-ins in a row from"));
            assertThat(growth).isLessThan(GROWTH);
            assertThat(desk.last()).isNull();
            assertThat(namesInTheMetrics()).hasSizeLessThan(api.endpoints().size() + OTHER_NAMES);
            await().untilAsserted(() -> assertNothingIsTaken(established));
            await().untilAsserted(() -> assertOnlyTheExampleTookRows(rows, outcomes));
        }
    }

    private List<HostileWorker> workers(DescribedApi api) {
        assertThat(api.endpoints()).hasSizeGreaterThan(10);
        return IntStream.range(0, WORKERS)
                .mapToObj(i -> new HostileWorker(base, new HostileRequests(SEED + i, api)))
                .toList();
    }

    private static void sendAll(List<HostileWorker> workers, int count) {
        ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
        try {
            CompletableFuture.allOf(workers.stream()
                            .map(each -> CompletableFuture.runAsync(() -> each.send(count / WORKERS), threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } finally {
            threads.shutdownNow();
        }
    }

    private static long heapAfterCollection() {
        var memory = ManagementFactory.getMemoryMXBean();
        for (int i = 0; i < 3; i++) {
            memory.gc(); // what finalizers and cleaners hold goes with the next one
        }
        return memory.getHeapMemoryUsage().getUsed();
    }

    private static Map<String, Integer> outcomes(List<HostileWorker> workers) {
        Map<String, Integer> all = new TreeMap<>();
        workers.forEach(
                worker -> worker.outcomes().forEach((outcome, count) -> all.merge(outcome, count, Integer::sum)));
        return all;
    }

    private static Set<String> namesInTheMetrics() {
        return Pattern.compile("uri=\"([^\"]*)\"")
                .matcher(get("/q/metrics").asString())
                .results()
                .map((MatchResult hit) -> hit.group(1))
                .collect(Collectors.toSet());
    }

    private void assertNothingIsTaken(int established) {
        var state = monitor.published();
        assertThat(state.pool().established()).isEqualTo(established);
        assertThat(state.pool().inUse()).isZero();
        assertThat(state.gate().occupancy().inFlight()).isZero();
        assertThat(state.gate().occupancy().waiting()).isZero();
        assertThat(state.lastCleanup()).isNull();
    }

    /** A row for a conversation, two for a question with its answer, and no others but for answers that got lost. */
    private void assertOnlyTheExampleTookRows(Map<String, Long> before, Map<String, Integer> outcomes)
            throws SQLException {
        long taken = 0;
        for (var outcome : outcomes.entrySet()) {
            taken += outcome.getKey().startsWith("201 /")
                    ? outcome.getValue() * (outcome.getKey().contains("/messages") ? 2L : 1)
                    : 0;
        }
        Map<String, Long> after = rows();
        long more = written(after) - written(before);
        assertThat(more).isBetween(taken, taken + 2L * outcomes.getOrDefault(HostileWorker.LOST, 0));
        READ.forEach(table -> assertThat(after.get(table)).as(table).isEqualTo(before.get(table)));
    }

    private static long written(Map<String, Long> rows) {
        return WRITTEN.stream().mapToLong(rows::get).sum();
    }

    private Map<String, Long> rows() throws SQLException {
        Map<String, Long> rows = new TreeMap<>();
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            for (String table : Stream.concat(WRITTEN.stream(), READ.stream()).toList()) {
                try (var result = statement.executeQuery("select count(*) from poolwarden_demo." + table)) {
                    result.next();
                    rows.put(table, result.getLong(1));
                }
            }
        }
        return rows;
    }
}
