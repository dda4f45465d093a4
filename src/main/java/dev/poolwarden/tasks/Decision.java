package dev.poolwarden.tasks;

/**
 * What becomes of one due run now.
 *
 * @param ticket of the wait, if it is one; whoever comes back from a wait shows it
 * @param waitNanos how long to wait before asking again, in ns; zero where there is nothing to wait for
 * @param news what the log should say of the task
 */
record Decision(Kind kind, long ticket, long waitNanos, News news) {

    enum Kind {
        RUN,
        SKIP,
        /** Waits for better health. */
        AWAIT_HEALTH,
        /** Will run, and waits for its turn among others that were held back. */
        AWAIT_TURN;

        boolean waits() {
            return this == AWAIT_HEALTH || this == AWAIT_TURN;
        }
    }

    enum News {
        NONE,
        HELD_BACK,
        AS_USUAL
    }
}
