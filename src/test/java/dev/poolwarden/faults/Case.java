package dev.poolwarden.faults;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/**
 * What a fault did to the users of an application, from its beginning until all was well again.
 *
 * @param longest time from a request to its answer
 * @param told answers 503 that say when to come again
 * @param failed other answers that are no success, by status
 * @param disturbed time from the first answer that was no success to the last
 * @param recovery time from the end of the fault to that last one
 * @param relapses answers that were no success in the second after everybody was served again
 * @param mostSeats connections on the server, the most at once, the reserved one counted
 * @param p99 of the answers of config and status
 * @param unanswered requests for these that went without
 * @param settled time after the last request until the accounting was exact, null where it was not within 30 s
 * @param accounts as they were then
 * @param lost writes that were acknowledged and are not there
 */
record Case(
        String fault,
        Duration longest,
        long served,
        long told,
        Map<Integer, Long> failed,
        Duration disturbed,
        Duration recovery,
        long relapses,
        Set<String> levels,
        Set<String> reasons,
        int mostSeats,
        Duration p99,
        int unanswered,
        Duration settled,
        Patient.Accounts accounts,
        int lost) {

    static final List<String> HEADER = List.of(
            "| fault | longest request | served | told 503 | failed otherwise | disturbed for | recovered after"
                    + " | levels | reasons | most connections | config and status, p99 | accounting exact after | lost |",
            "|---|---|---|---|---|---|---|---|---|---|---|---|---|");

    private static final Duration WELL = Duration.ofMillis(500);
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Duration CALM = Duration.ofSeconds(20); // beyond what is allowed
    private static final Duration SETTLING = Duration.ofSeconds(30);
    private static final int USERS = 10;

    /** When it struck, when it ended, and when everybody was served again, by {@link System#nanoTime}. */
    private record Times(long struck, long ended, long well, boolean recovers) {}

    /** Has it happen for so long, and waits until everybody is served again, and for a second in which that has to stay so. */
    static Case of(Fault fault, Duration lasts, Patient patient) throws Exception {
        patient.awaitCalm();
        try (Onlooker onlooker = new Onlooker(patient);
                Seats seats = new Seats(patient)) {
            Users users = new Users(patient.url, fault.name(), USERS);
            Times times = seenBy(users, fault, lasts, patient);
            Duration settled = settled(patient);
            Patient.Accounts accounts = patient.accounts();
            onlooker.close();
            seats.close();
            if (!times.recovers || settled == null) {
                startAfresh(patient);
            }
            return sumUp(fault, times, users, onlooker, seats.most(), settled, accounts, lost(users, patient));
        }
    }

    /** Returns when the last of them has got an answer. */
    private static Times seenBy(Users users, Fault fault, Duration lasts, Patient patient) throws Exception {
        try (users) {
            await().until(() -> users.acknowledged().size() > USERS);
            long struck = System.nanoTime();
            long ended = happens(fault, lasts, patient);
            boolean recovers = comesTrue(CALM, () -> everybodyServed(users, ended));
            long well = System.nanoTime();
            if (recovers) {
                Thread.sleep(QUIET.toMillis());
            }
            return new Times(struck, ended, well, recovers);
        }
    }

    private static Case sumUp(
            Fault fault,
            Times times,
            Users users,
            Onlooker onlooker,
            int mostSeats,
            Duration settled,
            Patient.Accounts accounts,
            int lost) {
        List<Users.Answer> answers = users.since(times.struck);
        List<Users.Answer> unserved =
                answers.stream().filter(each -> !each.served()).toList();
        LongSummaryStatistics when =
                unserved.stream().mapToLong(Users.Answer::answered).summaryStatistics();
        boolean any = !unserved.isEmpty();
        return new Case(
                fault.name(),
                Duration.ofNanos(
                        answers.stream().mapToLong(Users.Answer::nanos).max().orElse(0)),
                answers.size() - unserved.size(),
                unserved.stream().filter(Case::isTold).count(),
                unserved.stream()
                        .filter(each -> !isTold(each))
                        .collect(Collectors.groupingBy(Users.Answer::status, TreeMap::new, Collectors.counting())),
                Duration.ofNanos(any ? when.getMax() - when.getMin() : 0),
                Duration.ofNanos(any ? Math.max(0, when.getMax() - times.ended) : 0),
                unserved.stream().filter(each -> each.answered() > times.well).count(),
                onlooker.levels(),
                onlooker.reasons(),
                mostSeats,
                onlooker.p99(),
                onlooker.unanswered(),
                settled,
                accounts,
                lost);
    }

    private static long happens(Fault fault, Duration lasts, Patient patient) throws Exception {
        try {
            fault.strikes().on(patient);
            if (fault.isMomentary()) {
                return System.nanoTime();
            }
            Thread.sleep(lasts.toMillis());
        } catch (Exception | Error e) {
            try {
                fault.ends().on(patient); // the next fault finds a database
            } catch (Exception also) {
                e.addSuppressed(also);
            }
            throw e;
        }
        fault.ends().on(patient);
        return System.nanoTime();
    }

    /** What one fault has left behind is not the next one's: neither connections that do not work nor forgotten backends. */
    private static void startAfresh(Patient patient) throws Exception {
        patient.relay.cut();
        patient.relay.mend();
        ServerFaults.ALL_TERMINATED.strikes().on(patient);
    }

    private static boolean isTold(Users.Answer answer) {
        return answer.isRefusal() && answer.advised();
    }

    /** Each of them in the last half second, and nobody otherwise: who still hangs is not forgotten. */
    private static boolean everybodyServed(Users users, long since) {
        long lately = System.nanoTime() - WELL.toNanos();
        List<Users.Answer> late = users.since(lately);
        return lately - since > 0
                && late.stream().mapToInt(Users.Answer::user).distinct().count() == USERS
                && late.stream().allMatch(Users.Answer::served);
    }

    private static Duration settled(Patient patient) {
        long since = System.nanoTime();
        boolean exact = comesTrue(SETTLING, () -> patient.accounts().areExact());
        return exact ? Duration.ofNanos(System.nanoTime() - since) : null;
    }

    /** Whether it does in that time; what was seen goes into the table either way. */
    private static boolean comesTrue(Duration within, Callable<Boolean> condition) {
        try {
            await().atMost(within).until(condition);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private static int lost(Users users, Patient patient) {
        Set<String> lost = new HashSet<>(users.acknowledged());
        lost.removeAll(patient.titles());
        return lost.size();
    }

    /** @param note what else is to be known of the fault */
    String row(String note) {
        return String.join(
                " | ",
                "| " + fault + note,
                seconds(longest),
                Long.toString(served),
                Long.toString(told),
                failed.isEmpty()
                        ? "0"
                        : failed.entrySet().stream()
                                .map(each -> each.getValue() + " (" + named(each.getKey()) + ")")
                                .collect(Collectors.joining(", ")),
                seconds(disturbed),
                seconds(recovery),
                String.join(", ", levels),
                String.join(", ", reasons),
                mostSeats + " of " + Patient.MOST_SEATS,
                p99.toMillis() + " ms" + (unanswered == 0 ? "" : ", " + unanswered + " without"),
                settled == null ? "never: " + accounts : seconds(settled),
                lost + " |");
    }

    private static String named(int status) {
        return switch (status) {
            case Users.REFUSED -> "connection refused";
            case Users.BROKEN_OFF -> "broken off";
            default -> Integer.toString(status);
        };
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
