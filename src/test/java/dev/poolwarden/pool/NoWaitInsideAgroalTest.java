package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.poolwarden.gate.DatabaseAccessException;
import dev.poolwarden.testing.TestPostgres;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Whose connection could not be opened does not wait in Agroal's queue, where a Java of 17 may forget the time. */
class NoWaitInsideAgroalTest {

    private static final Duration WAIT = Duration.ofSeconds(5);

    private static TestPostgres postgres;

    @BeforeAll
    static void startPostgres() {
        postgres = new TestPostgres();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    /** Its own base connections are there; what is beyond them is refused. */
    private static void refuseMore() {
        postgres.asAdmin("alter role app nologin");
    }

    @Test
    void and_is_told_why_when_nobody_gives_one_back() throws Exception {
        try (PoolFixture fixture = new PoolFixture(postgres, PoolFixture.SMALL, 8, WAIT)) {
            List<Connection> held = new ArrayList<>(List.of(fixture.borrow(), fixture.borrow()));
            refuseMore();
            FutureTask<Object> borrower = new FutureTask<>(() -> {
                assertThatThrownBy(fixture::borrow)
                        .isInstanceOfSatisfying(
                                DatabaseAccessException.class,
                                refused -> assertThat(refused.getSQLState()).startsWith("28"));
                return null;
            });
            Thread thread = new Thread(borrower);
            thread.start();
            while (!borrower.isDone()) {
                assertThat(thread.getStackTrace())
                        .extracting(StackTraceElement::getClassName)
                        .doesNotContain("java.util.concurrent.LinkedTransferQueue");
            }
            borrower.get();
            for (Connection each : held) {
                each.close();
            }
            assertThat(fixture.inFlight()).isZero();
        } finally {
            postgres.asAdmin("alter role app login");
        }
    }

    @RepeatedTest(20)
    void and_gets_one_that_comes_back_meanwhile() throws Exception {
        try (PoolFixture fixture = new PoolFixture(postgres, PoolFixture.SMALL, 8, WAIT)) {
            Connection one = fixture.borrow();
            Connection other = fixture.borrow();
            refuseMore();
            long failures = fixture.pool.counts().connectionErrors();
            FutureTask<String> borrower = new FutureTask<>(() -> fixture.ask("select 'served'"));
            new Thread(borrower).start();
            while (fixture.pool.counts().connectionErrors() == failures && !borrower.isDone()) {
                Thread.onSpinWait();
            }
            one.close();

            assertThat(borrower.get()).isEqualTo("served");
            other.close();
            assertThat(fixture.inFlight()).isZero();
        } finally {
            postgres.asAdmin("alter role app login");
        }
    }
}
