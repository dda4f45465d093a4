package dev.poolwarden.gate.simulation;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * A database of some cores, which those who compute share evenly, and one hot lock, which they take one after the other; both
 * become the less efficient the more connections are at work. It serves in simulated seconds.
 */
final class SimulatedDatabase {

    private record Stage(double at, Transaction transaction, double since) {}

    private final DatabaseModel model;
    private final RandomGenerator random;
    private final PriorityQueue<Stage> outside = new PriorityQueue<>((a, b) -> Double.compare(a.at, b.at));
    private final PriorityQueue<Stage> computing = new PriorityQueue<>((a, b) -> Double.compare(a.at, b.at));
    private final ArrayDeque<Stage> lockQueue = new ArrayDeque<>();
    private double served; // compute time that each of those who compute has got since the start
    private double lockFreeAt = Double.POSITIVE_INFINITY;
    private double now;
    private double slowness = 1;
    private int leaking;
    private int leaked;

    SimulatedDatabase(DatabaseModel model, RandomGenerator random) {
        this.model = model;
        this.random = random;
    }

    void slowness(double factor) {
        slowness = factor;
    }

    /** The next so many borrowers never give back. */
    void leak(int connections) {
        leaking = connections;
    }

    int inFlight() {
        return outside.size() + computing.size() + lockQueue.size() + leaked;
    }

    void begin() {
        if (leaking > 0) {
            leaking--;
            leaked++;
        } else {
            Transaction transaction = model.transactions().apply(random);
            boolean inside = transaction.compute() == 0 && transaction.locked() == 0; // a sleep, or input and output
            double wait = transaction.outside() * (inside ? slowness : 1);
            outside.add(new Stage(now + wait, transaction, now));
        }
    }

    /** When something happens next if nobody comes. */
    double next() {
        double next = Math.min(lockFreeAt, outside.isEmpty() ? Double.POSITIVE_INFINITY : outside.peek().at);
        return computing.isEmpty() ? next : Math.min(next, now + Math.max(0, computing.peek().at - served) / pace());
    }

    /** Compute time that each of those who compute gets in a second. */
    private double pace() {
        return Math.min(1, (double) model.cores() / computing.size())
                / (1 + model.penalty() * Math.max(0, computing.size() - model.cores()))
                / slowness;
    }

    void advanceTo(double time) {
        if (!computing.isEmpty()) {
            served += (time - now) * pace();
        }
        now = time;
    }

    /** Does what is due now; returns how long the connection that came back was held, or a negative value when none did. */
    double step() {
        if (!outside.isEmpty() && outside.peek().at <= now) {
            Stage done = outside.poll();
            return compute(done.transaction, done.since);
        }
        if (!computing.isEmpty() && computing.peek().at <= served + 1e-12) {
            Stage done = computing.poll();
            return lock(done.transaction, done.since);
        }
        if (lockFreeAt <= now) {
            Stage done = lockQueue.poll();
            startLocked();
            return now - done.since;
        }
        return -1;
    }

    private double compute(Transaction transaction, double since) {
        if (transaction.compute() == 0) {
            return lock(transaction, since);
        }
        computing.add(new Stage(served + transaction.compute(), transaction, since));
        return -1;
    }

    private double lock(Transaction transaction, double since) {
        if (transaction.locked() == 0) {
            return now - since;
        }
        lockQueue.add(new Stage(0, transaction, since));
        if (lockQueue.size() == 1) {
            startLocked();
        }
        return -1;
    }

    private void startLocked() {
        lockFreeAt = lockQueue.isEmpty()
                ? Double.POSITIVE_INFINITY
                : now
                        + lockQueue.peek().transaction.locked()
                                * slowness
                                * (1 + model.penalty() * (lockQueue.size() - 1));
    }
}
