package dev.poolwarden.faults;

import java.time.Duration;
import java.util.Map;

/**
 * How large the patient's pool is and what follows from that.
 *
 * @param length of the soak
 */
record SoakBounds(Duration length) {

    private static final int SIZE = 5;
    private static final int OVERFLOW = 5;
    private static final int PERMITS = 8;
    private static final Duration THINKING = Duration.ofMillis(200);
    private static final Duration MARGIN = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofMinutes(5);

    /** What the patient is started with; a small heap of constant size shows what grows. */
    Map<String, String> environment() {
        return Map.of(
                "POOLWARDEN_POOL_SIZE", Integer.toString(SIZE),
                "POOLWARDEN_POOL_MAX_OVERFLOW", Integer.toString(OVERFLOW),
                "POOLWARDEN_GATE_MAX_CONCURRENT", Integer.toString(PERMITS),
                "POOLWARDEN_DEMO_ASSISTANT_DELAY", THINKING.toString(),
                "JDK_JAVA_OPTIONS", "-Xms128m -Xmx128m -XX:+AlwaysPreTouch");
    }

    int permits() {
        return PERMITS;
    }

    /** One more is kept for the probe. */
    int connections() {
        return SIZE + OVERFLOW + 1;
    }

    /** A wait at the gate, then a connection to be opened and a statement to be answered, and the assistant. */
    Duration age() {
        return Patient.LONGEST_WAIT
                .plus(Patient.CONNECT)
                .plus(Patient.SOCKET)
                .plus(THINKING)
                .plus(MARGIN);
    }

    /** Five times the goal. */
    Duration recovery() {
        return Duration.ofSeconds(10);
    }

    /** Within a minute the last code is still being compiled. */
    Footprints.Growth growth() {
        return length.compareTo(LONG) < 0
                ? new Footprints.Growth(0.2, 10, 10, 20)
                : new Footprints.Growth(0.1, 5, 5, 10);
    }
}
