package dev.poolwarden.gate;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * The right to use one connection. It comes back exactly once, whichever of its holder, the pool and the reclaimer gives it
 * back first; all of them may, from any thread.
 *
 * <p>Written by the admitted thread before it gets the permit, but for {@code out}, which the one that wins it takes away.
 */
public final class Permit implements Admission {

    private static final AtomicIntegerFieldUpdater<Permit> OUT =
            AtomicIntegerFieldUpdater.newUpdater(Permit.class, "out");

    private final Gate gate;
    private Holdings holdings;
    private String client;
    private long admittedAt;
    private volatile int out;

    Permit(Gate gate) {
        this.gate = gate;
    }

    /** @param holdings the admitted thread's; this permit counts in them until released */
    Permit give(Holdings admitted, String onBehalfOf, long at) {
        holdings = admitted;
        client = onBehalfOf;
        admittedAt = at;
        OUT.lazySet(this, 1); // whoever hands the permit on publishes it
        admitted.admitted();
        return this;
    }

    /** Gives the permit back and wakes who waits for it; a second call does nothing. Never blocks. */
    public void release() {
        if (OUT.compareAndSet(this, 1, 0)) {
            holdings.takenBack();
            gate.takeBack(admittedAt, client, gate.now());
        }
    }

    /**
     * As {@link #release}, and lets this thread's next checkout use the same object, so that it allocates none. Only for a
     * caller that knows that nobody else refers to it: a second release would give back somebody else's permit.
     *
     * @param now what the gate's clock has just said, in ns: reading it is most of what a checkout costs
     */
    public void recycle(long now) {
        if (OUT.compareAndSet(this, 1, 0)) {
            boolean own = holdings.takenBack();
            gate.takeBack(admittedAt, client, now);
            if (own) {
                holdings.keep(this);
            }
        }
    }

    /** When it was given, in ns of the gate's clock. */
    public long admittedAt() {
        return admittedAt;
    }

    public boolean isReleased() {
        return out == 0;
    }
}
