package dev.poolwarden.pool;

import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/** When a connection has served long enough: by age, by uses, or idle beyond the base size. Immutable but for its dice. */
final class Retirement {

    private final PoolSettings settings;
    private final RandomGenerator random;
    private final IntSupplier room;

    /** @param room how many connections may be opened up to */
    Retirement(PoolSettings settings, RandomGenerator random, IntSupplier room) {
        this.settings = settings;
        this.random = random;
        this.room = room;
    }

    /** When a connection opened now grows too old; spread over a tenth, so that those opened together go one by one. */
    long expiry(long now) {
        Duration recycle = settings.recycle();
        return recycle.isZero() ? Long.MAX_VALUE : now + (long) (recycle.toNanos() * (0.9 + 0.1 * random.nextDouble()));
    }

    boolean isWorn(Physical connection, long now) {
        boolean old = connection.expires != Long.MAX_VALUE && now - connection.expires >= 0;
        return old || settings.maxUses() > 0 && connection.uses() >= settings.maxUses();
    }

    /**
     * Whether it is worn and shall go: all but the last one where none would fit in its place. A neighbour that takes the room
     * would else be our outage, as soon as the last one was worn.
     *
     * @param living connections that are to stay, this one included
     */
    boolean isDue(Physical connection, IntSupplier living, long now) {
        return isWorn(connection, now) && mayGo(living);
    }

    /** Whether one that is open may be closed for its successor's sake. */
    boolean mayGo(IntSupplier living) {
        return room.getAsInt() > 0 || living.getAsInt() > 1;
    }

    /** @param established connections open, this one included */
    boolean isSurplus(Physical connection, int established, long now) {
        return established > settings.size()
                && now - connection.lastUsed() >= settings.idleTimeout().toNanos();
    }
}
