package dev.poolwarden.gate.simulation;

/**
 * What one borrower does with its connection, in this order: it waits outside the database, computes, takes the one hot lock,
 * all in seconds.
 */
public record Transaction(double outside, double compute, double locked) {

    public static Transaction waiting(double seconds) {
        return new Transaction(seconds, 0, 0);
    }

    public static Transaction computing(double seconds) {
        return new Transaction(0, seconds, 0);
    }

    public static Transaction locking(double compute, double locked) {
        return new Transaction(0, compute, locked);
    }
}
