package dev.poolwarden.bench;

import dev.poolwarden.gate.AdaptiveLimit;
import dev.poolwarden.gate.LimitWindow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;

/** The limits that were compared, each in its smallest form, all on the same windows. */
final class LimitRivals {

    static final int FLOOR = 2;
    private static final double DECISIVE = 0.5;

    /** Makes one that starts at a limit and stays within the floor and the capacity. */
    @FunctionalInterface
    interface Maker {
        ToIntFunction<LimitWindow> make(int start, int capacity);
    }

    private LimitRivals() {}

    static Map<String, Maker> all() {
        Map<String, Maker> all = new LinkedHashMap<>();
        all.put("capacity (fixed)", (start, capacity) -> window -> capacity);
        all.put("BBR", Bbr::new);
        all.put("hill climbing", HillClimbing::new);
        all.put("AIMD", Aimd::new);
        all.put("Vegas", Vegas::new);
        all.put("Gradient2", Gradient2::new);
        all.put("trials (shipped)", (start, capacity) -> {
            AdaptiveLimit limit = AdaptiveLimit.between(FLOOR, capacity, start);
            return window -> limit.next(window).limit();
        });
        return all;
    }

    /** Joins windows to one second with at least 20 completions, or three seconds, and leaves out those with little demand. */
    private abstract static class Joined implements ToIntFunction<LimitWindow> {

        final int capacity;
        double limit;
        double seconds;
        double completed;
        double held;
        double inFlight;

        Joined(int start, int capacity) {
            this.limit = start;
            this.capacity = capacity;
        }

        @Override
        public int applyAsInt(LimitWindow window) {
            if (window.limited() >= DECISIVE) {
                double time = window.nanos() / 1e9;
                seconds += time;
                completed += window.completed();
                held += window.holdNanos() / 1e9;
                inFlight += window.meanInFlight() * time;
                if (seconds >= longEnough() && completed >= 20 || seconds >= 3) {
                    limit = Math.max(FLOOR, Math.min(capacity, next()));
                    seconds = 0;
                    completed = 0;
                    held = 0;
                    inFlight = 0;
                }
            }
            return (int) Math.round(limit);
        }

        double longEnough() {
            return 1;
        }

        double rate() {
            return completed / seconds;
        }

        double hold() {
            return completed == 0 ? Double.NaN : held / completed;
        }

        abstract double next();
    }

    /**
     * Best rate of the last ten seconds times least mean hold of the last minute, times 1.25; every ten seconds it drains to
     * a quarter for 200 ms to see the least hold. (Cardwell et al., BBR, ACM Queue 2016.)
     */
    private static final class Bbr extends Joined {

        private final double[] rates = new double[50];
        private final double[] leastHolds = new double[6];
        private int beat;

        Bbr(int start, int capacity) {
            super(start, capacity);
            java.util.Arrays.fill(leastHolds, Double.NaN);
        }

        @Override
        double longEnough() {
            return 0.2;
        }

        @Override
        double next() {
            beat++;
            rates[beat % rates.length] = rate();
            int slot = beat / 50 % leastHolds.length;
            if (beat % 50 == 0) {
                leastHolds[slot] = Double.NaN;
            }
            if (completed > 0 && !(leastHolds[slot] <= hold())) {
                leastHolds[slot] = hold();
            }
            double rate = java.util.Arrays.stream(rates).max().orElse(0);
            double hold = java.util.Arrays.stream(leastHolds)
                    .filter(known -> !Double.isNaN(known))
                    .min()
                    .orElse(Double.NaN);
            double knee = Double.isNaN(hold) ? limit : 1.25 * rate * hold + 1;
            return beat % 50 == 49 ? Math.max(FLOOR, knee / 4) : knee;
        }
    }

    /** A fifth up or down each second; turns round when throughput moved by less than a third of that in its direction. */
    private static final class HillClimbing extends Joined {

        private double lastRate = Double.NaN;
        private double direction = 1;

        HillClimbing(int start, int capacity) {
            super(start, capacity);
        }

        @Override
        double next() {
            double change = Math.log(rate() / lastRate) * direction;
            if (!Double.isNaN(lastRate)) {
                boolean worthIt = direction > 0 ? change > 0.06 : change < 0.06;
                direction = worthIt ? direction : -direction;
            }
            lastRate = rate();
            return direction > 0 ? Math.max(limit + 1, limit * 1.2) : Math.min(limit - 1, limit / 1.2);
        }
    }

    /** One more a second while the mean hold is below twice the least of the last minute, else a tenth less. */
    private static final class Aimd extends Joined {

        private double least = Double.NaN;
        private double lastRate;

        Aimd(int start, int capacity) {
            super(start, capacity);
        }

        @Override
        double next() {
            least = Double.isNaN(least) ? hold() : Math.min(hold(), least * 1.01); // forgets 1 % a second
            boolean fell = rate() < 0.95 * lastRate;
            lastRate = rate();
            return hold() > 2 * least && !fell ? limit * 0.9 : limit + 1;
        }
    }

    /** Netflix concurrency-limits' VegasLimit with its defaults, on mean holds of windows. */
    private static final class Vegas extends Joined {

        private double least = Double.NaN;

        Vegas(int start, int capacity) {
            super(start, capacity);
        }

        @Override
        double next() {
            double hold = hold();
            if (Double.isNaN(hold)) {
                return limit;
            }
            least = Double.isNaN(least) ? hold : Math.min(least, hold);
            double queue = Math.ceil(limit * (1 - least / hold));
            double log = Math.max(1, Math.log10(limit));
            if (queue <= log) {
                return limit + 6 * log;
            }
            return queue < 3 * log ? limit + log : queue > 6 * log ? limit - log : limit;
        }
    }

    /** Netflix concurrency-limits' Gradient2Limit with its defaults but for the minimum, on mean holds of windows. */
    private static final class Gradient2 extends Joined {

        private double longHold = Double.NaN;

        Gradient2(int start, int capacity) {
            super(start, capacity);
        }

        @Override
        double next() {
            double hold = hold();
            if (Double.isNaN(hold)) {
                return limit;
            }
            longHold = Double.isNaN(longHold) ? hold : longHold + (hold - longHold) * 2 / 601;
            if (longHold / hold > 2) {
                longHold *= 0.95;
            }
            double gradient = Math.max(0.5, Math.min(1, 1.5 * longHold / hold));
            return limit * 0.8 + 0.2 * (limit * gradient + 4);
        }
    }
}
