package dev.poolwarden.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The application itself is told to end while its users work, as at each new release, and is started again. */
class ShutdownUnderLoadIT {

    private static final Duration EXIT =
            Duration.ofSeconds(2).multipliedBy(5); // nothing that runs lasts longer than 2 s

    private static final int TERMINATED = 128 + 15;

    @Test
    void it_ends_soon_leaves_nothing_on_the_server_and_loses_nothing() throws Exception {
        AtomicInteger exitCode = new AtomicInteger();
        AtomicLong exitNanos = new AtomicLong();
        AtomicInteger left = new AtomicInteger(-1);
        Fault shutdown = new Fault(
                "The application's own shutdown",
                each -> {
                    long asked = System.nanoTime();
                    exitCode.set(each.ends());
                    exitNanos.set(System.nanoTime() - asked);
                    left.set(each.seats());
                },
                Patient::startsAgain);

        try (Patient patient = new Patient()) {
            Case seen = Case.of(shutdown, Duration.ZERO, patient);
            Duration took = Duration.ofNanos(exitNanos.get());
            Table.add(seen, ", which took %d ms and ended with %d".formatted(took.toMillis(), exitCode.get()));

            assertThat(exitCode.get()).isIn(0, TERMINATED);
            assertThat(took).isLessThan(EXIT);
            assertThat(left.get()).as("connections left on the server").isZero();
            assertThat(seen.lost()).isZero();
            assertThat(seen.longest()).isLessThan(EXIT);
            assertThat(seen.failed().keySet())
                    .as("a connection ends or is refused, a request never fails")
                    .isSubsetOf(Users.REFUSED, Users.BROKEN_OFF);
            assertThat(seen.recovery()).isLessThan(Duration.ofSeconds(10));
            assertThat(seen.relapses()).isZero();
            assertThat(seen.settled())
                    .as("time until the accounting was exact: %s", seen.accounts())
                    .isNotNull();
        }
    }
}
