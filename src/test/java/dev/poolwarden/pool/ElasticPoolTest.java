package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A pool of 2 + 18 that follows what it is told to expect, on a real PostgreSQL. */
class ElasticPoolTest {

    private static final Logger LOG = Logger.getLogger(ElasticPoolTest.class);
    private static final int SIZE = 2;
    private static final int OVERFLOW = 18;
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);
    /** Half of the shortest pause of a pool of this capacity: the server may take a while to note that one has come. */
    private static final int SHORTEST_MS = 1600 / (SIZE + OVERFLOW) / 2 / 2;

    private static TestPostgres postgres;
    private final Deque<Connection> held = new ArrayDeque<>();
    private PoolFixture fixture;

    @BeforeAll
    static void startPostgres() {
        postgres = new TestPostgres();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @AfterEach
    void close() throws SQLException {
        for (Connection each : held) {
            each.close();
        }
        fixture.close();
        postgres.awaitNothingPooled();
    }

    private PoolFixture open(Duration idleTimeout, boolean prewarm) {
        fixture = new PoolFixture(postgres, settings(idleTimeout, prewarm), SIZE + OVERFLOW, MAX_WAIT);
        return fixture;
    }

    static PoolSettings settings(Duration idleTimeout, boolean prewarm) {
        PoolSettings small = PoolFixture.SMALL;
        return new PoolSettings(
                SIZE,
                OVERFLOW,
                Duration.ZERO,
                0,
                idleTimeout,
                small.statementTimeout(),
                small.connectTimeout(),
                small.socketTimeout(),
                small.leaveFree(),
                small.applicationName(),
                prewarm);
    }

    private void borrow(int connections) throws SQLException {
        for (int i = 0; i < connections; i++) {
            held.push(fixture.borrow());
        }
    }

    private void giveAllBack() throws SQLException {
        while (!held.isEmpty()) {
            held.pop().close();
        }
    }

    /** As the monitor would, but at once. The server lists a connection before the pool has it in its books. */
    private void expectAndAwait(int connections) {
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            fixture.pool.expect(connections);
            return postgres.pooled() == connections && fixture.pool.counts().established() == connections;
        });
    }

    @Test
    void what_is_expected_is_open_before_anybody_asks_for_it() throws SQLException {
        open(Duration.ofMinutes(5), true);
        expectAndAwait(12);
        await().untilAsserted(() -> assertThat(fixture.pool.prewarmed()).isEqualTo(12 - SIZE));

        borrow(12);

        assertThat(fixture.pool.counts().created()).as("opened for a borrower").isEqualTo(12);
    }

    @Test
    void a_whole_pool_is_warm_in_about_two_seconds_and_without_a_storm() {
        open(Duration.ofMinutes(5), true);
        long begun = System.nanoTime();
        expectAndAwait(SIZE + OVERFLOW);
        LOG.infof("%d connections opened ahead in %d ms", OVERFLOW, (System.nanoTime() - begun) / 1_000_000);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10)); // others work here
        assertThat(postgres.count(
                        "select count(*) from (select backend_start - lag(backend_start) over (order by backend_start)"
                                + " as pause, row_number() over (order by backend_start) as place from pg_stat_activity"
                                + " where application_name = 'poolwarden:test') opened"
                                + " where place > " + (SIZE + 1) + " and pause < interval '" + SHORTEST_MS + " ms'"))
                .as("opened in a rush")
                .isZero();
    }

    /** Its least size is shown to one caller at the most, or each of these would have opened one more. */
    @Test
    void borrowers_that_find_a_connection_idle_open_none_while_one_is_opened_ahead() throws Exception {
        open(Duration.ofMinutes(5), true);
        borrow(4);
        giveAllBack();
        try (AutoCloseable callers = CrowdedServer.repeatedly(() -> fixture.ask("select 1"))) {
            expectAndAwait(12);
        }
        await().untilAsserted(() -> assertThat(fixture.pool.counts().created()).isEqualTo(12));
        assertThat(postgres.pooled()).isEqualTo(12);
    }

    @Test
    void a_borrower_who_finds_none_idle_has_one_opened_at_once_as_ever() throws SQLException {
        open(Duration.ofMinutes(5), true);
        borrow(SIZE + 3);
        assertThat(postgres.pooled()).isEqualTo(SIZE + 3);
        assertThat(fixture.pool.prewarmed()).isZero();
    }

    @Test
    void with_prewarming_off_nothing_is_opened_ahead() {
        open(Duration.ofSeconds(1), false);
        fixture.pool.expect(12);
        await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(2)).until(() -> postgres.pooled() == SIZE);
    }

    @Test
    void while_the_breaker_is_open_nothing_is_opened_ahead() {
        open(Duration.ofMinutes(5), true);
        fixture.breaker.probeFailed();
        fixture.breaker.probeFailed();
        assertThat(fixture.breaker.isClosed()).isFalse();

        fixture.pool.expect(12);

        await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(2)).until(() -> postgres.pooled() == SIZE);
    }

    @Test
    void idle_ones_go_one_by_one_down_to_the_base_size() throws SQLException {
        open(Duration.ofSeconds(1), true);
        borrow(8);
        giveAllBack();
        List<Integer> seen = new ArrayList<>();
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    seen.add(postgres.pooled());
                    return postgres.pooled() == SIZE;
                });
        assertThat(seen).as("each step is met on the way").contains(7, 6, 5, 4, 3);
    }

    @Test
    void idle_ones_stay_while_they_will_be_needed() throws SQLException {
        open(Duration.ofSeconds(1), true);
        fixture.pool.expect(5);
        borrow(8);
        giveAllBack();
        await().atMost(Duration.ofSeconds(30)).until(() -> postgres.pooled() == 5);
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(5)).until(() -> postgres.pooled() == 5);

        fixture.pool.expect(0);

        await().atMost(Duration.ofSeconds(30)).until(() -> postgres.pooled() == SIZE);
    }
}
