package dev.poolwarden.control;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/**
 * A pool of 5 + 15 in steps of a millisecond: Poisson arrivals, exponential holds of 50 ms by the mean, 8 ms to open a
 * connection, one at a time, an idle timeout of 60 s. Whoever finds none idle has one opened; each second a candidate says how many will be needed.
 */
final class SimulatedGrowth {

    /** What is said to be needed, by the mean demand of the second that ends. */
    interface Candidate {
        int needed(double demand);
    }

    /**
     * @param waited requests that had a connection opened
     * @param idle connections, by the mean
     * @param opened connections
     */
    record Result(double waited, double idle, double opened) {}

    private static final class Connection {
        double busyUntil;
        double lastUsed;
    }

    private static final int SIZE = 5;
    static final int CAPACITY = 20;
    private static final double OPENING = 0.008;
    private static final double HOLD = 0.05;
    private static final double IDLE_TIMEOUT = 60;
    private static final double STEP = 0.001;

    private final DoubleUnaryOperator load;
    private final Candidate candidate;
    private final Random random;
    private final List<Connection> connections = new ArrayList<>();
    private final Deque<Double> waiting = new ArrayDeque<>(); // holds to come
    private double now;
    private double untilArrival;
    private double openerBusyUntil;
    private double nextOpening;
    private double nextDeparture;
    private double demand;
    private double idle;
    private int target;
    private int waited;
    private int opened;

    /** @param load mean connections in use, by the second */
    private SimulatedGrowth(DoubleUnaryOperator load, Candidate candidate, long seed) {
        this.load = load;
        this.candidate = candidate;
        this.random = new Random(seed);
        this.untilArrival = exponential();
        for (int i = 0; i < SIZE; i++) {
            connections.add(new Connection());
        }
    }

    static Result run(DoubleUnaryOperator load, int seconds, Candidate candidate, long seed) {
        SimulatedGrowth growth = new SimulatedGrowth(load, candidate, seed);
        for (int second = 0; second < seconds; second++) {
            for (int step = 1; step <= 1000; step++) {
                growth.now = second + step * STEP;
                growth.step();
            }
            growth.tick();
        }
        return new Result(growth.waited, growth.idle / seconds, growth.opened);
    }

    private void step() {
        untilArrival -= load.applyAsDouble(now) / HOLD * STEP;
        while (untilArrival <= 0) {
            waiting.add(exponential() * HOLD);
            untilArrival += exponential();
        }
        int used =
                (int) connections.stream().filter(each -> each.busyUntil > now).count();
        while (!waiting.isEmpty() && used < CAPACITY) {
            serve(waiting.poll());
            used++;
        }
        demand += (used + waiting.size()) * STEP;
        idle += (connections.size() - used) * STEP;
        if (connections.size() < target && now >= nextOpening && now >= openerBusyUntil) {
            open();
            nextOpening = now + 0.08 * (0.5 + 0.5 * random.nextDouble());
        }
    }

    private void serve(double hold) {
        Connection free = connections.stream()
                .filter(each -> each.busyUntil <= now)
                .findFirst()
                .orElse(null);
        if (free == null) {
            waited++;
            free = open();
        }
        free.busyUntil = Math.max(now, free.busyUntil) + hold;
        free.lastUsed = free.busyUntil;
    }

    private Connection open() {
        openerBusyUntil = Math.max(openerBusyUntil, now) + OPENING;
        Connection connection = new Connection();
        connection.busyUntil = openerBusyUntil;
        connection.lastUsed = openerBusyUntil;
        connections.add(connection);
        opened++;
        return connection;
    }

    private void tick() {
        target = Math.min(CAPACITY, candidate.needed(demand));
        demand = 0;
        boolean mayGo = now >= nextDeparture && connections.size() > Math.max(SIZE, target);
        Connection longIdle = mayGo ? longIdle() : null;
        if (connections.remove(longIdle)) {
            nextDeparture = now + 4 * (0.5 + 0.5 * random.nextDouble());
        }
    }

    private Connection longIdle() {
        return connections.stream()
                .filter(each -> each.busyUntil <= now && now - each.lastUsed > IDLE_TIMEOUT)
                .findFirst()
                .orElse(null);
    }

    private double exponential() {
        return -Math.log(1 - random.nextDouble());
    }
}
