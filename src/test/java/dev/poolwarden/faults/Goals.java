package dev.poolwarden.faults;

import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.assertj.core.api.SoftAssertions;

/** What a case must keep to. The table says how it did against the goals; the tests allow five times as much. */
final class Goals {

    /**
     * A request of these users waits at the gate, then for a connection, where none is open, and sends one statement, which the
     * socket timeout ends.
     */
    static final Duration BOUND = Patient.LONGEST_WAIT.plus(Patient.CONNECT).plus(Patient.SOCKET);

    private static final Duration OVER = Duration.ofMillis(100);
    private static final Duration RECOVERY = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofMillis(20);
    private static final int ALLOWANCE = 5;

    private Goals() {}

    static Consumer<SoftAssertions> metBy(Case seen, Fault fault) {
        return softly -> {
            softly.assertThat(seen.longest())
                    .as("longest request")
                    .isLessThan(BOUND.plus(OVER.multipliedBy(ALLOWANCE)));
            softly.assertThat(seen.recovery()).as("recovery").isLessThan(RECOVERY.multipliedBy(ALLOWANCE));
            softly.assertThat(seen.failed().keySet())
                    .as("answers beside success, 503 with Retry-After and the application's own SQL errors")
                    .isSubsetOf(500);
            softly.assertThat(seen.levels().equals(Set.of("NORMAL"))
                            || !seen.reasons().isEmpty())
                    .as("levels %s for reasons %s", seen.levels(), seen.reasons())
                    .isTrue();
            softly.assertThat(seen.relapses())
                    .as("answers that were no success after all was well")
                    .isZero();
            softly.assertThat(seen.settled())
                    .as("time until the accounting was exact: %s", seen.accounts())
                    .isNotNull();
            softly.assertThat(seen.mostSeats())
                    .as("most connections on the server")
                    .isLessThanOrEqualTo(Patient.MOST_SEATS + NetworkFaults.moreSeats(fault));
            softly.assertThat(seen.p99()).as("config and status, p99").isLessThan(ANSWER.multipliedBy(ALLOWANCE));
            softly.assertThat(seen.unanswered())
                    .as("requests for config and status without answer")
                    .isZero();
            softly.assertThat(seen.lost()).as("acknowledged writes lost").isZero();
        };
    }
}
