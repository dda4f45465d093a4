package dev.poolwarden.reclaim;

/**
 * What became of a plan; every step is counted once.
 *
 * @param retired connections closed, their backends gone from the server
 * @param reclaimed connections taken from their holders, their backends gone from the server and their permits back
 * @param pending those that go when their holders give them back, or whose end the server has not confirmed yet
 * @param spared those that had come back or worked again when it was their turn
 */
public record CleanupOutcome(int retired, int reclaimed, int pending, int spared) {

    public static final CleanupOutcome NOTHING = new CleanupOutcome(0, 0, 0, 0);

    public CleanupOutcome plus(CleanupOutcome other) {
        return new CleanupOutcome(
                retired + other.retired, reclaimed + other.reclaimed, pending + other.pending, spared + other.spared);
    }
}
