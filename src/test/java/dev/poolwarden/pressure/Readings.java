package dev.poolwarden.pressure;

import dev.poolwarden.reading.DatabaseReading;
import dev.poolwarden.reading.DatabaseReading.Reachable;
import dev.poolwarden.reading.DatabaseReading.Trouble;
import dev.poolwarden.reading.DatabaseReading.Unreachable;
import dev.poolwarden.reading.PoolReading;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A classifier that is fed one reading a second; its time overflows after ten. */
final class Readings {

    static final DatabaseReading HERE = new Reachable(
            Duration.ofMillis(1),
            OptionalInt.of(100),
            OptionalInt.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            false);

    /** It answers, and takes no writes. */
    static final DatabaseReading READ_ONLY = new Reachable(
            Duration.ofMillis(1),
            OptionalInt.of(100),
            OptionalInt.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            true);

    private static final int CAPACITY = 1000;

    private final PressureClassifier classifier;
    private boolean diskFull;
    private long now = Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();

    Readings() {
        this(PressureSettings.DEFAULTS);
    }

    Readings(PressureSettings settings) {
        classifier = new PressureClassifier(settings);
    }

    static DatabaseReading away(Trouble trouble) {
        return new Unreachable(trouble, "08006", "gone");
    }

    Assessment usage(double percent) {
        return assess(percent, CAPACITY, 0, true, HERE);
    }

    /** The same usage for this many seconds; returns the last judgement. */
    Assessment usage(double percent, int seconds) {
        Assessment last = null;
        for (int second = 0; second < seconds; second++) {
            last = usage(percent);
        }
        return last;
    }

    Assessment rejecting(double percent, long rejections) {
        return assess(percent, CAPACITY, rejections, true, HERE);
    }

    Assessment breakerOpen(double percent) {
        return assess(percent, CAPACITY, 0, false, HERE);
    }

    Assessment database(double percent, DatabaseReading database) {
        return assess(percent, CAPACITY, 0, true, database);
    }

    Assessment withoutCapacity() {
        return assess(0, 0, 0, true, HERE);
    }

    Assessment withoutUsage() {
        return judge(OptionalDouble.empty(), CAPACITY, 0, true, HERE);
    }

    Assessment diskFull(double percent) {
        diskFull = true;
        Assessment assessment = usage(percent);
        diskFull = false;
        return assessment;
    }

    private Assessment assess(double percent, int capacity, long rejections, boolean closed, DatabaseReading database) {
        return judge(OptionalDouble.of(percent * CAPACITY / 100), capacity, rejections, closed, database);
    }

    private Assessment judge(
            OptionalDouble demand, int capacity, long rejections, boolean closed, DatabaseReading database) {
        now += Duration.ofSeconds(1).toNanos();
        return classifier.assess(new PoolReading(now, demand, capacity, rejections, diskFull, closed, database));
    }
}
