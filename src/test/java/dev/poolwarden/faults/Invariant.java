package dev.poolwarden.faults;

/** What must hold at every moment of a soak, or at its end. */
enum Invariant {
    PERMITS("No more permits are out than there are, but for those that a lowered limit lets drain"),
    NO_IDLE_PERMIT("Nobody waits while a permit stays free"),
    CONNECTIONS("The server has no more connections of the application than size + overflow + 1"),
    AGE("No request is under way for longer than its bound"),
    FROM_MEMORY("Config and status answer, and in time"),
    NEVER_HEALTHY("Neither unknown nor away is shown as healthy"),
    REASONS("A level above NORMAL names its reasons"),
    SERVED_AGAIN("Users are served again soon after a fault"),
    EXACT("In the end nothing is out, and the accounts are exact"),
    KEPT("What was acknowledged is kept"),
    FLAT("Memory, threads and files stay flat");

    final String sentence;

    Invariant(String sentence) {
        this.sentence = sentence;
    }
}
