package dev.poolwarden.pressure;

import dev.poolwarden.reading.PoolReading;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.OptionalDouble;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * A pool as events in simulated time: callers arrive at random, wait in line for a bounded time, hold a connection for a
 * random time, and go. Same seed, same story.
 */
final class SimulatedPool {

    private static final double SECOND = 1e9;
    private static final double LONGEST_WAIT = 0.5 * SECOND;

    private final int capacity;
    private final double meanHold;
    private final SplittableRandom random;
    private final PriorityQueue<Double> departures = new PriorityQueue<>();
    private final ArrayDeque<Double> line = new ArrayDeque<>(); // when each of those who wait arrived
    private double now;
    private double demand; // caller-nanoseconds of the present second
    private long rejections;

    SimulatedPool(int capacity, Duration meanHold, long seed) {
        this.capacity = capacity;
        this.meanHold = meanHold.toNanos();
        this.random = new SplittableRandom(seed);
    }

    /** One second at the load that occupies this share of the capacity on average. */
    PoolReading second(double loadPercent) {
        double end = now + SECOND;
        double meanGap = meanHold / (capacity * loadPercent / 100);
        demand = 0;
        rejections = 0;
        double arrival = now + exponential(meanGap);
        while (Math.min(arrival, nextDeparture()) < end) {
            if (arrival < nextDeparture()) {
                moveTo(arrival);
                line.add(now);
                arrival += exponential(meanGap);
            } else {
                moveTo(nextDeparture());
                departures.remove();
            }
            serve();
        }
        moveTo(end);
        return new PoolReading(
                (long) end, OptionalDouble.of(demand / SECOND), capacity, rejections, false, true, Readings.HERE);
    }

    private void serve() {
        while (!line.isEmpty() && now - line.peek() > LONGEST_WAIT) {
            line.remove();
            rejections++;
        }
        while (!line.isEmpty() && departures.size() < capacity) {
            line.remove();
            departures.add(now + exponential(meanHold));
        }
    }

    private void moveTo(double time) {
        demand += (departures.size() + line.size()) * (time - now);
        now = time;
    }

    private double nextDeparture() {
        return departures.isEmpty() ? Double.MAX_VALUE : departures.peek();
    }

    private double exponential(double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }
}
