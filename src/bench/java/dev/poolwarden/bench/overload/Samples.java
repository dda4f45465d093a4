package dev.poolwarden.bench.overload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** A peer's limit over the measured time. One thread. */
final class Samples {

    private static final Duration EVERY = Duration.ofMillis(100);

    private final Peer peer;
    private final Window window;
    private final List<Integer> limits = new ArrayList<>();
    private long due;

    Samples(Peer peer, Window window) {
        this.peer = peer;
        this.window = window;
        this.due = window.warmUp().toNanos();
    }

    /** @param now ns since the start of the run */
    void look(long now) {
        if (now >= due && window.measures(now)) {
            peer.limit().ifPresent(limits::add);
            due = now + EVERY.toNanos();
        }
    }

    private DoubleStream stream() {
        return limits.stream().mapToDouble(Integer::doubleValue);
    }

    double mean() {
        return stream().average().orElse(Double.NaN);
    }

    double min() {
        return stream().min().orElse(Double.NaN);
    }

    double max() {
        return stream().max().orElse(Double.NaN);
    }

    double deviation() {
        double mean = mean();
        return Math.sqrt(
                stream().map(each -> (each - mean) * (each - mean)).average().orElse(Double.NaN));
    }
}
