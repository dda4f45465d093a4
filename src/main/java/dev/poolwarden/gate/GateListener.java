package dev.poolwarden.gate;

/** Hears what happens at the gate, on the caller's thread and outside every queue; must be quick and must not throw. */
public interface GateListener {

    /** A caller got its permit after this wait, in ns; zero for one that did not queue. */
    default void admitted(long waitedNanos) {}

    /** A permit came back after this time, in ns. */
    default void released(long heldNanos) {}

    default void rejected(Rejection rejection) {}

    /** 90 % of the permits that callers may use were out, for the first time since {@link Gate#armNearLimitWarning}. */
    default void nearLimit(int inFlight, int limit) {}
}
