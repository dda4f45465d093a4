package dev.poolwarden.gate.simulation;

import dev.poolwarden.gate.LimitWindow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;

/**
 * A gate with a limit in front of a {@link SimulatedDatabase}: Poisson arrivals, or callers without end, and a window of
 * figures to whoever sets the limit at every beat. Seeded: the same seed gives the same run.
 */
public final class Simulation {

    /** Arrivals a second that stand for callers without end. */
    public static final double ENDLESS = Double.POSITIVE_INFINITY;

    public static final double BEAT = 0.1;
    private static final double LONGEST_WAIT = 0.5;

    /** What one window was like, for whoever judges the run. */
    public record Sample(double at, int limit, long completed, double holdSeconds, double meanInFlight) {}

    private final SimulatedDatabase database;
    private final SplittableRandom random;
    private final ToIntFunction<LimitWindow> policy;
    private final List<Sample> samples = new ArrayList<>();
    private final ArrayDeque<Double> waiting = new ArrayDeque<>();
    private double arrivalsPerSecond = ENDLESS;
    private double now;
    private double nextArrival;
    private double windowEnd = BEAT;
    private int limit;
    private long completed;
    private double held;
    private double inFlightTime;
    private double limitedTime;

    public Simulation(DatabaseModel model, long seed, int start, ToIntFunction<LimitWindow> policy) {
        this.random = new SplittableRandom(seed);
        this.database = new SimulatedDatabase(model, random.split());
        this.policy = policy;
        this.limit = start;
    }

    public List<Sample> samples() {
        return samples;
    }

    public Simulation arrivals(double perSecond) {
        arrivalsPerSecond = perSecond;
        nextArrival = now;
        arrive();
        return this;
    }

    public Simulation slowness(double factor) {
        database.slowness(factor);
        return this;
    }

    public Simulation leak(int connections) {
        database.leak(connections);
        return this;
    }

    public Simulation run(double seconds) {
        double end = now + seconds;
        admit();
        while (now < end) {
            double next = Math.min(Math.min(end, windowEnd), Math.min(database.next(), nextArrival()));
            advance(next);
            if (now >= windowEnd) {
                closeWindow();
            }
            if (now >= nextArrival()) {
                waiting.add(now);
                arrive();
            }
            double hold = database.step();
            if (hold >= 0) {
                completed++;
                held += hold;
            }
            admit();
        }
        return this;
    }

    private double nextArrival() {
        return arrivalsPerSecond == ENDLESS || arrivalsPerSecond == 0 ? Double.POSITIVE_INFINITY : nextArrival;
    }

    private void arrive() {
        nextArrival += -Math.log(1 - random.nextDouble()) / arrivalsPerSecond;
    }

    private void advance(double time) {
        double passed = time - now;
        inFlightTime += passed * database.inFlight();
        limitedTime += database.inFlight() >= limit || !waiting.isEmpty() ? passed : 0;
        database.advanceTo(time);
        now = time;
    }

    private void admit() {
        while (database.inFlight() < limit && somebodyWaits()) {
            database.begin();
        }
    }

    private boolean somebodyWaits() {
        if (arrivalsPerSecond == ENDLESS) {
            return true;
        }
        while (!waiting.isEmpty() && now - waiting.peek() > LONGEST_WAIT) {
            waiting.poll();
        }
        return waiting.poll() != null;
    }

    private void closeWindow() {
        samples.add(new Sample(now, limit, completed, held, inFlightTime / BEAT));
        limit = policy.applyAsInt(new LimitWindow(
                Math.round(BEAT * 1e9),
                completed,
                Math.round(held * 1e9),
                inFlightTime / BEAT,
                Math.min(1, limitedTime / BEAT),
                limit));
        windowEnd += BEAT;
        completed = 0;
        held = 0;
        inFlightTime = 0;
        limitedTime = 0;
    }
}
