package dev.poolwarden.pool;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** When a connection has served long enough: by age, by uses, or idle beyond the base size. Immutable but for its dice. */
final class Retirement {

    private final PoolSettings settings;
    private final RandomGenerator random;

    Retirement(PoolSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    /** When a connection opened now grows too old; spread over a tenth, so that those opened together go one by one. */
    long expiry(long now) {
        Duration recycle = settings.recycle();
        return recycle.isZero() ? Long.MAX_VALUE : now + (long) (recycle.toNanos() * (0.9 + 0.1 * random.nextDouble()));
    }

    boolean isWorn(Physical connection, long now) {
        boolean old = connection.expires != Long.MAX_VALUE && now - connection.expires >= 0;
        return old || settings.maxUses() > 0 && connection.uses >= settings.maxUses();
    }

    /** @param established connections open, this one included */
    boolean isSurplus(Physical connection, int established, long now) {
        return established > settings.size()
                && now - connection.lastUsed >= settings.idleTimeout().toNanos();
    }
}
