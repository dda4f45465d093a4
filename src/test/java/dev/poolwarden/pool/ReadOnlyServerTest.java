package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.poolwarden.pressure.Reason;
import dev.poolwarden.testing.TestPostgres;
import io.agroal.api.AgroalPoolInterceptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server turns read-only, as a primary does that was demoted: connections that cannot write make room for such as can. */
class ReadOnlyServerTest {

    private static final Duration RECOVERY = Duration.ofSeconds(10);

    private final TestPostgres postgres = new TestPostgres();
    private MonitoredPool pool;

    @BeforeEach
    void open() {
        postgres.asAdmin("app", "create table public.notes (note text); grant all on public.notes to app");
        pool = new MonitoredPool(postgres.url(), PoolFixture.SMALL, 8, Duration.ofSeconds(5));
    }

    @AfterEach
    void close() {
        pool.close();
        postgres.close();
    }

    /** The SQLState, or null when it was written. */
    private String write() {
        try (Connection connection = pool.fixture.borrow();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into notes values ('kept')");
            return null;
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    /** Sessions that are open now hear of it, too. */
    private void turnReadOnly(String onOrOff) {
        postgres.asAdmin("alter system set default_transaction_read_only = " + onOrOff);
        postgres.asAdmin("select pg_reload_conf()");
    }

    private int oldSessions() {
        return postgres.count("select count(*) from pg_stat_activity"
                + " where application_name = 'poolwarden:test' and backend_start < pg_conf_load_time()");
    }

    private void awaitReason(boolean named) {
        await().atMost(RECOVERY)
                .until(() -> pool.state().config().reasons().contains(Reason.DATABASE_READ_ONLY) == named);
    }

    @Test
    void it_is_degraded_and_says_so_reads_go_on_and_no_connection_is_replaced_twice() throws SQLException {
        pool.fixture.borrowAndReturn(4);
        turnReadOnly("on");
        await().until(() -> "25006".equals(write()));
        awaitReason(true);
        assertThat(pool.fixture.ask("select 1")).isEqualTo("1");

        await().atMost(RECOVERY).until(() -> oldSessions() == 0);

        // From here on a write that is refused must not cost a connection: the next one would refuse it, too.
        long created = pool.fixture.pool.counts().created();
        for (int i = 0; i < 50; i++) {
            assertThat(write()).isEqualTo("25006");
        }
        assertThat(pool.fixture.pool.counts().created()).isEqualTo(created);
        assertThat(pool.fixture.breaker.isClosed()).isTrue();

        turnReadOnly("off");
        await().atMost(RECOVERY).until(() -> write() == null);
        awaitReason(false);
    }

    @Test
    void sessions_that_began_while_it_was_read_only_do_not_stay_so() {
        postgres.asAdmin("alter database app set default_transaction_read_only = on");
        postgres.asAdmin("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'app'");
        awaitReason(true);
        await().atMost(RECOVERY).until(() -> "25006".equals(write()));

        postgres.asAdmin("alter database app reset default_transaction_read_only");

        await().atMost(RECOVERY).until(() -> write() == null);
        awaitReason(false);
        for (int i = 0; i < 20; i++) {
            assertThat(write()).isNull();
        }
    }

    @Test
    void a_transaction_that_its_own_borrower_made_read_only_is_nobodys_fault() throws SQLException {
        long created = pool.fixture.pool.counts().created();
        for (int i = 0; i < 20; i++) {
            try (Connection connection = pool.fixture.borrow();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                connection.setReadOnly(true);
                assertThat(assertRefused(statement)).isEqualTo("25006");
                connection.rollback();
            }
        }

        assertThat(pool.fixture.pool.counts().created()).isEqualTo(created);
        assertThat(write()).isNull();
    }

    @Test
    void sessions_that_the_application_makes_read_only_itself_are_kept() {
        AgroalPoolInterceptor readsOnly = new AgroalPoolInterceptor() {
            @Override
            public void onConnectionCreate(Connection connection) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("set session characteristics as transaction read only");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        try (PoolFixture fixture = new PoolFixture(
                PoolFixture.SMALL,
                2,
                Duration.ofSeconds(5),
                List.of(readsOnly),
                made -> made.connectionFactoryConfiguration(each -> each.jdbcUrl(postgres.url())))) {
            await().during(Duration.ofMillis(2500)) // each idle one was looked at twice
                    .until(() -> fixture.pool.counts().created() == 2);
        }
    }

    @Test
    void who_is_read_only_by_intent_keeps_the_probes_session() {
        pool.close();
        postgres.asAdmin("alter role app set default_transaction_read_only = on");
        pool = new MonitoredPool(postgres.url(), PoolFixture.SMALL, 8, Duration.ofSeconds(5));
        int first = reserved();

        await().during(Duration.ofSeconds(1)).until(() -> reserved() == first); // for ten probes

        assertThat(pool.state().config().reasons()).isEmpty();
    }

    /** The process that serves the reserved connection; the first probe left the session before it once. */
    private int reserved() {
        String pid = "select coalesce(max(pid), 0) from pg_stat_activity"
                + " where application_name = 'poolwarden:test:reserved'";
        await().until(() -> postgres.count(pid) > 0);
        return postgres.count(pid);
    }

    private static String assertRefused(Statement statement) {
        try {
            statement.execute("insert into notes values ('refused')");
            return null;
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }
}
