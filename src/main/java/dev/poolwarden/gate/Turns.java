package dev.poolwarden.gate;

/**
 * Which priority gets the next permit: the highest that waits, and now and then one below it, so that none starves. And who
 * makes room. The dispatcher's alone.
 */
final class Turns {

    private final Line[] lines;
    private final double floorShare;
    private final double[] owed; // permits that a priority is owed by those above it

    /**
     * @param lines by priority
     * @param floorShare percent of the permits that go to each priority that waits below one that waits too
     */
    Turns(Line[] lines, double floorShare) {
        this.lines = lines;
        this.floorShare = floorShare;
        this.owed = new double[lines.length];
    }

    /** The highest priority that waits, negative when none does. */
    int first() {
        for (int i = 0; i < lines.length; i++) {
            if (!lines[i].isEmpty()) {
                return i;
            }
        }
        return -1;
    }

    /** Whose the permit is that the first was about to get: one below that is owed a permit by now, or the first. */
    int settle(int first) {
        int turn = whoseTurn(first);
        for (int i = first + 1; i < lines.length; i++) {
            owed[i] = lines[i].isEmpty() ? 0 : owed[i] + floorShare / 100;
        }
        if (turn != first) {
            owed[turn]--;
        }
        return turn;
    }

    private int whoseTurn(int first) {
        for (int i = first + 1; i < lines.length; i++) {
            if (owed[i] >= 1 && !lines[i].isEmpty()) {
                return i;
            }
        }
        return first;
    }

    /** Who makes room for a newcomer in a full backlog: the newest of the lowest priority below it, or one of its own. */
    Waiter leastRightful(Arrival newcomer) {
        int own = newcomer.priority().ordinal();
        for (int i = lines.length - 1; i > own; i--) {
            if (!lines[i].isEmpty()) {
                return lines[i].newest();
            }
        }
        return leastRightfulOfItsOwn(newcomer);
    }

    /** The same among those of the newcomer's own priority; null where its client has as many there as any. */
    Waiter leastRightfulOfItsOwn(Arrival newcomer) {
        return Fairness.ofMostNumerous(lines[newcomer.priority().ordinal()], newcomer.client());
    }
}
