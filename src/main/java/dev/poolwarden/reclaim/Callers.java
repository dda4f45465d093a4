package dev.poolwarden.reclaim;

/** The seam to whoever knows what the present thread works on. Thread-safe; asked at every checkout, so it must be quick. */
@FunctionalInterface
public interface Callers {

    /**
     * Who borrows, as far as more is known than the present thread; null where it is not. Never throws.
     *
     * @param now the gate's clock, in ns: asking for the time costs more than all the rest of a checkout
     */
    Caller known(long now);

    /** Who borrows; at worst {@link Caller#of the present thread}. */
    default Caller current(long now) {
        Caller known = known(now);
        return known == null ? Caller.of(Thread.currentThread()) : known;
    }
}
