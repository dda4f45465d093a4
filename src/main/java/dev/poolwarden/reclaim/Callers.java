package dev.poolwarden.reclaim;

/** The seam to whoever knows what the present thread works on. Thread-safe; asked at every checkout, so it must be quick. */
@FunctionalInterface
public interface Callers {

    /** Who borrows, on the present thread; never null, and never throws. */
    Caller current();
}
