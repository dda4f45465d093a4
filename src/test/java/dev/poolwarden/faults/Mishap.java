package dev.poolwarden.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One fault, or two at once, at a time and for a while that chance decides.
 *
 * @param at since the beginning
 * @param faults in the order in which they strike; they end in the opposite one
 */
record Mishap(Duration at, Duration lasts, List<Fault> faults) {

    private static final Duration FIRST = Duration.ofSeconds(3);
    private static final Duration EACH = Duration.ofSeconds(20);
    private static final int SHORTEST_MILLIS = 2_000;
    private static final int LONGEST_MILLIS = 8_000;
    private static final int TWO_AT_ONCE = 5; // one in so many

    /** Those of the network ask nothing of the server, which the other fault may have taken away; so they may come second. */
    private static final String OF_THE_NETWORK = "Network ";

    /** A mishap every 20 s, each over before the next; every fault has had its turn before one comes again. */
    static List<Mishap> during(Duration length, List<Fault> faults, SplittableRandom dice) {
        List<Mishap> mishaps = new ArrayList<>();
        List<Fault> left = new ArrayList<>();
        for (Duration at = FIRST; at.plus(EACH).minus(FIRST).compareTo(length) <= 0; at = at.plus(EACH)) {
            if (left.isEmpty()) {
                left.addAll(faults);
            }
            Fault fault = left.remove(dice.nextInt(left.size()));
            Duration lasts = Duration.ofMillis(dice.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS + 1));
            mishaps.add(new Mishap(at, lasts, perhapsTwo(fault, faults, dice)));
        }
        return mishaps;
    }

    private static List<Fault> perhapsTwo(Fault first, List<Fault> faults, SplittableRandom dice) {
        List<Fault> others = faults.stream()
                .filter(each -> each.name().startsWith(OF_THE_NETWORK) && each != first)
                .toList();
        return dice.nextInt(TWO_AT_ONCE) == 0
                ? List.of(first, others.get(dice.nextInt(others.size())))
                : List.of(first);
    }

    void strike(Patient patient) throws Exception {
        for (Fault each : faults) {
            each.strikes().on(patient);
        }
    }

    void end(Patient patient) throws Exception {
        for (int i = faults.size() - 1; i >= 0; i--) {
            faults.get(i).ends().on(patient);
        }
    }

    /** Whether the server never hears of the end of connections. */
    boolean isUnheard() {
        return faults.stream().anyMatch(NetworkFaults::isUnheard);
    }

    String names() {
        return String.join(" + ", faults.stream().map(Fault::name).toList());
    }
}
