package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.ManualClock;
import dev.poolwarden.testing.TestPostgres;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that are closed at our end and that the server knows nothing of, as behind a firewall that has forgotten them. */
class LeavingTest {

    private static final Duration GRACE = Duration.ofMillis(500);

    private static TestPostgres postgres;

    private final ManualClock clock = new ManualClock();
    private ReservedConnection reserved;
    private Leaving leaving;
    private Connection forgotten; // open at this end only for the server not to hear of its end
    private ServerProcess process;

    @BeforeAll
    static void startPostgres() {
        postgres = new TestPostgres();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @BeforeEach
    void forget() throws SQLException {
        reserved = new ReservedConnection(
                new AgroalConnectionFactoryConfigurationSupplier()
                        .jdbcUrl(postgres.url())
                        .get(),
                "poolwarden:test:reserved",
                each -> {},
                new Random(),
                System::nanoTime);
        leaving = new Leaving(new Backends(reserved), clock);
        forgotten = DriverManager.getConnection(postgres.url());
        process = ServerProcess.behind(forgotten);
    }

    @AfterEach
    void close() throws SQLException {
        reserved.close();
        forgotten.close();
    }

    private boolean isListed() {
        return postgres.count("select count(*) from pg_stat_activity where pid = " + process.pid()) == 1;
    }

    @Test
    void one_that_idles_is_ended_once_it_has_had_time_to_go() throws SQLException {
        leaving.add(process);
        leaving.look();
        assertThat(leaving.places()).isEqualTo(1);
        assertThat(leaving.lingering()).isZero();
        assertThat(isListed()).isTrue();

        clock.advance(GRACE);
        leaving.look();
        assertThat(leaving.places()).as("until it is gone").isEqualTo(1);
        assertThat(leaving.lingering()).as("it goes soon").isZero();

        await().until(() -> !isListed());
        leaving.look();
        assertThat(leaving.places()).isZero();
        assertThat(leaving.all()).isEmpty();
    }

    @Test
    void one_that_works_keeps_its_place_until_its_work_is_done() throws Exception {
        FutureTask<String> work = new FutureTask<>(
                () -> PoolFixture.ask(forgotten, "select 'done' from pg_sleep(0), pg_advisory_lock(4711)"));
        try (Connection lock = postgres.admin("app")) {
            PoolFixture.ask(lock, "select pg_advisory_lock(4711)");
            new Thread(work).start();
            await().until(() -> postgres.count(
                            "select count(*) from pg_stat_activity where state = 'active' and pid = " + process.pid())
                    == 1);
            leaving.add(process);
            clock.advance(GRACE);
            for (int i = 0; i < 5; i++) {
                leaving.look();
            }
            assertThat(leaving.places()).isEqualTo(1);
            assertThatThrownBy(() -> new RoomMaker(leaving, () -> clock.advanceMillis(1)).makeRoom(List.of(), 1))
                    .isInstanceOf(ConnectPostponed.class)
                    .hasMessageContaining("since 1 connections");
            new RoomMaker(leaving, clock).makeRoom(List.of(), 2);
        }
        assertThat(work.get()).isEqualTo("done");
        await().until(() -> {
            leaving.look();
            return leaving.places() == 0;
        });
        assertThat(isListed()).isFalse();
    }

    @Test
    void one_that_idles_is_known_by_what_it_waits_for_where_the_server_hides_what_processes_do() throws SQLException {
        postgres.asAdmin("alter role app set track_activities = off");
        try (Connection hidden = DriverManager.getConnection(postgres.url())) {
            process = ServerProcess.behind(hidden);
            leaving.add(process);
            clock.advance(GRACE);
            leaving.look();

            await().until(() -> !isListed());
        } finally {
            postgres.asAdmin("alter role app reset track_activities");
        }
    }

    @Test
    void a_stranger_who_got_its_number_is_let_be() throws SQLException {
        leaving.add(new ServerProcess(process.pid(), process.started() - 1, true));
        clock.advance(GRACE);
        leaving.look();

        assertThat(leaving.all()).isEmpty();
        assertThat(PoolFixture.ask(forgotten, "select 1")).isEqualTo("1");
    }

    @Test
    void that_of_the_reserved_connection_is_ended_and_takes_none_of_the_pools_places() throws SQLException {
        leaving.addReserved(process);
        assertThat(leaving.places()).isZero();
        clock.advance(GRACE);
        leaving.look();

        assertThat(leaving.lingering()).isZero();
        await().until(() -> !isListed());
    }

    @Test
    void who_may_not_end_processes_knows_that_their_places_are_taken() throws SQLException {
        String end = "execute on function pg_terminate_backend(int, bigint)";
        postgres.asAdmin("app", "revoke " + end + " from public");
        try {
            leaving.add(process);
            clock.advance(GRACE);
            leaving.look();
            leaving.look();

            assertThat(leaving.lingering()).isEqualTo(1);
            assertThat(isListed()).isTrue();
        } finally {
            postgres.asAdmin("app", "grant " + end + " to public");
        }
    }

    /** As pgpool does, which passes the server's own process ids on. */
    @Test
    void one_that_serves_another_connection_of_ours_is_a_poolers_and_none_is_followed_any_more() throws SQLException {
        leaving.add(process);
        leaving.met(process);
        leaving.add(process);
        clock.advance(GRACE);
        leaving.look();

        assertThat(leaving.places()).isZero();
        assertThat(PoolFixture.ask(forgotten, "select 1")).isEqualTo("1");
    }

    @Test
    void behind_a_pooler_processes_are_nobodys() throws SQLException {
        leaving.add(new ServerProcess(process.pid(), process.started(), false));

        assertThat(leaving.all()).isEmpty();
    }

    @Test
    void while_the_server_cannot_be_asked_places_are_free_after_their_time() throws SQLException {
        leaving.add(process);
        reserved.close();
        assertThatThrownBy(leaving::look).isInstanceOf(SQLException.class);
        assertThat(leaving.places()).isEqualTo(1);

        clock.advance(Duration.ofSeconds(9));
        assertThat(leaving.places()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(leaving.places()).isZero();
        assertThat(leaving.all()).as("to be asked about later").containsExactly(process);
    }
}
