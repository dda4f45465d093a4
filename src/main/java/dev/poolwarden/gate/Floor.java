package dev.poolwarden.gate;

/** What is owed to those who wait below others that wait too, so that a flood above them starves nobody. The dispatcher's. */
final class Floor {

    private final double part;
    private final double[] owed = new double[Priority.values().length]; // permits, by priority

    /** @param percent of the permits that go to each priority below the first in line */
    Floor(double percent) {
        part = percent / 100;
    }

    /**
     * Who gets the next permit.
     *
     * @param first the most important priority that waits
     * @param lines by priority
     */
    int whoseTurn(int first, Line[] lines) {
        int turn = first;
        for (int i = lines.length - 1; i > first; i--) {
            if (owed[i] >= 1 && !lines[i].isEmpty()) {
                turn = i;
            }
            owed[i] = lines[i].isEmpty() ? 0 : owed[i] + part;
        }
        if (turn != first) {
            owed[turn]--;
        }
        return turn;
    }
}
