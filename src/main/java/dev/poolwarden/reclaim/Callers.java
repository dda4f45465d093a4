package dev.poolwarden.reclaim;

/** The seam to whoever knows what the present thread works on. Thread-safe; asked at every checkout, so it must be quick. */
@FunctionalInterface
public interface Callers {

    /** Who borrows, on the present thread; never null, and never throws. */
    Caller current();

    /**
     * The same for who knows the time, which costs more to ask for than all the rest of a checkout.
     *
     * @param now the gate's clock, in ns
     */
    default Caller current(long now) {
        return current();
    }
}
