package dev.poolwarden.gate.simulation;

import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A kind of database and work.
 *
 * @param name for tables
 * @param cores how many may compute at once at full speed
 * @param penalty relative loss of speed by each that computes beyond the cores, or queues for the lock
 * @param capacity most connections
 * @param transactions draws one
 */
public record DatabaseModel(
        String name, int cores, double penalty, int capacity, Function<RandomGenerator, Transaction> transactions) {

    private static final int PLENTY = 1_000_000;

    /** {@code pg_sleep} of 50 ms. */
    public static final DatabaseModel SLEEP =
            new DatabaseModel("sleep 50 ms", PLENTY, 0, 20, random -> Transaction.waiting(0.05));

    /** A query of 5 ms on two cores; 10 % less throughput with 80 connections. */
    public static final DatabaseModel CPU = new DatabaseModel(
            "cpu 5 ms, 2 cores", 2, 0.0014, 80, random -> Transaction.computing(0.003 + exponential(random, 0.002)));

    /** The same with demands as uneven as they get without a heavy tail. */
    public static final DatabaseModel UNEVEN = new DatabaseModel(
            "cpu exponential", 2, 0.0014, 80, random -> Transaction.computing(exponential(random, 0.005)));

    /** A row that every transaction locks for 2.5 ms. */
    public static final DatabaseModel HOT_ROW = new DatabaseModel(
            "hot row 2.5 ms", 2, 0.005, 80, random -> Transaction.locking(0.001, 0.002 + exponential(random, 0.0005)));

    /** Nine short ones and a long one, which computes 60 ms. */
    public static final DatabaseModel MIX = new DatabaseModel(
            "9 of 3 ms, 1 of 60 ms",
            2,
            0.0014,
            80,
            random -> Transaction.computing(exponential(random, random.nextInt(10) == 0 ? 0.06 : 0.003)));

    /** Pareto with shape 1.5: the mean is 5 ms, the variance has no bound (cut at 10 s). */
    public static final DatabaseModel HEAVY_TAIL = new DatabaseModel(
            "heavy tail",
            2,
            0.0014,
            80,
            random -> Transaction.computing(Math.min(10, 0.005 / 3 * Math.pow(1 - random.nextDouble(), -1 / 1.5))));

    /** A service is called while the connection is held: 50 ms beside 4 ms of computing. */
    public static final DatabaseModel OUTSIDE = new DatabaseModel(
            "outside 50 ms + cpu 4 ms",
            2,
            0.0014,
            80,
            random -> new Transaction(exponential(random, 0.05), exponential(random, 0.004), 0));

    /** One in ten holds its connection for 2 s outside. */
    public static final DatabaseModel LONG_HOLDS = new DatabaseModel(
            "1 of 10 outside 2 s", 2, 0.0014, 80, random -> new Transaction(random.nextInt(10) == 0 ? 2 : 0, 0.005, 0));

    public static final DatabaseModel POINT_QUERIES = new DatabaseModel(
            "point 0.2 ms, 4 cores", 4, 0.0014, 80, random -> Transaction.computing(exponential(random, 0.0002)));

    public static final DatabaseModel REPORTS = new DatabaseModel(
            "reports 1.6 s, 8 cores", 8, 0.002, 40, random -> Transaction.computing(1.2 + exponential(random, 0.4)));

    private static double exponential(RandomGenerator random, double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }
}
