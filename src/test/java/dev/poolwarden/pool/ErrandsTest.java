package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.gate.Gate;
import dev.poolwarden.gate.GateListener;
import dev.poolwarden.gate.GateSettings;
import dev.poolwarden.gate.Permit;
import dev.poolwarden.gate.Priority;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.postgresql.jdbc.PgConnection;

/** Each thread finds its own errand, and an errand within an errand does not disturb it. */
class ErrandsTest {

    private final Errands errands = new Errands();
    private final Gate gate =
            new Gate(new GateSettings(10, Duration.ZERO, Duration.ZERO, 0), System::nanoTime, new GateListener() {});

    private Permit permit() throws InterruptedException {
        return (Permit) gate.acquire(Priority.INTERACTIVE);
    }

    private static Physical physical() {
        return new Physical((PgConnection) null, new ServerProcess(1, 1, true), 0, Long.MAX_VALUE, false);
    }

    @Test
    void a_thread_keeps_its_errand_however_many_others_there_are() throws Exception {
        Errand mine = errands.mine();
        List<FutureTask<Boolean>> others = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) { // four times as many as there are places
            others.add(new FutureTask<>(() -> {
                Errand own = errands.mine();
                Thread.yield();
                return own != mine && own.thread == Thread.currentThread() && errands.mine() == own;
            }));
            new Thread(others.get(i)).start();
        }
        for (FutureTask<Boolean> each : others) {
            assertThat(each.get()).isTrue();
        }
        assertThat(errands.mine()).isSameAs(mine);
    }

    @Test
    void who_borrows_in_the_middle_of_a_borrow_does_not_lose_the_first() throws Exception {
        Permit first = permit();
        Permit second = permit();

        Errand outer = errands.beginToBorrow(first);
        Errand inner = errands.beginToBorrow(second);
        assertThat(errands.borrowing()).isSameAs(inner);
        assertThat(inner.permit).isSameAs(second);
        errands.endToBorrow(inner);

        assertThat(errands.borrowing()).isSameAs(outer);
        assertThat(outer.permit).isSameAs(first);
        errands.endToBorrow(outer);
        assertThat(errands.borrowing()).isNull();
        assertThat(errands.mine()).isSameAs(outer);
    }

    @Test
    void who_gives_back_in_the_middle_of_a_return_gives_each_permit_back() throws Exception {
        Permit first = permit();
        Permit second = permit();
        Physical outer = physical();
        Physical inner = physical();
        outer.raw = connection();
        inner.raw = connection();

        errands.beginToReturn(errands.mine(), outer, first);
        errands.beginToReturn(errands.mine(), inner, second);
        assertThat(errands.endToReturn(errands.mine(), inner.raw)).isSameAs(second);
        assertThat(errands.endToReturn(errands.mine(), inner.raw)).isNull();
        assertThat(errands.returning().returning).isSameAs(outer);
        assertThat(errands.endToReturn(errands.mine(), outer.raw)).isSameAs(first);

        assertThat(errands.returning()).isNull();
    }

    private static Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                ErrandsTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> null);
    }
}
