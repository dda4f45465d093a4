package dev.poolwarden.pool;

import dev.poolwarden.reading.DatabaseReading.Trouble;
import dev.poolwarden.reading.Fit;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.postgresql.jdbc.PgConnection;

/**
 * Knows how many connections fit on the server. The probe looks each second; besides, the server is asked over the reserved
 * connection before each opening, so that two pools that fill up at once do not take its last places. The very first connection
 * looks itself: where there is one place left, it is better used by the pool than by the reserved connection.
 *
 * <p>Thread-safe: {@link #known} is replaced as a whole, by the probe's thread and by Agroal's housekeeping thread, which opens
 * all connections and alone writes {@link #openings} and {@link #isOpening}.
 */
final class FitWatch {

    private static final Logger LOG = Logger.getLogger("dev.poolwarden.pool");

    /** For so long nobody asks the server again whether there is room after all: borrowers may want to know in a rush. */
    private static final long REFUSAL_HOLDS = Duration.ofMillis(100).toNanos();

    /**
     * What the last look has found.
     *
     * @param fit null before the first look
     * @param full why the reserved connection finds no place itself, null when it does
     * @param at when, in ns
     */
    private record Known(Fit fit, SQLException full, long at) {

        /** How many connections may be opened up to. */
        int room(int configured) {
            if (full != null) {
                return 0;
            }
            return fit == null ? configured : fit.fits();
        }
    }

    private final PoolSettings settings;
    private final ReservedConnection reserved;
    private final PoolerWatch poolers;
    private final Supplier<Collection<ServerProcess>> own;
    private final IntSupplier lingering;
    private final Runnable onRefusal;
    private final LongSupplier nanoTime;
    private volatile Known known;
    private volatile long openings;
    private volatile boolean isOpening;

    /**
     * @param own the pool's processes on the server, those that are about to end too
     * @param lingering connections of the pool that are closed at our end and still take a place on the server
     * @param onRefusal told, on the thread that opens, when a connection may not open
     */
    FitWatch(
            PoolSettings settings,
            ReservedConnection reserved,
            PoolerWatch poolers,
            Supplier<Collection<ServerProcess>> own,
            IntSupplier lingering,
            Runnable onRefusal,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.reserved = reserved;
        this.poolers = poolers;
        this.own = own;
        this.lingering = lingering;
        this.onRefusal = onRefusal;
        this.nanoTime = nanoTime;
        this.known = new Known(null, null, nanoTime.getAsLong());
    }

    /** What the last look has found; empty before the first. */
    Optional<Fit> latest() {
        return Optional.ofNullable(known.fit());
    }

    /** How many connections may be opened up to. */
    int room() {
        return isShared() ? settings.capacity() : room(known);
    }

    private int room(Known now) {
        return Math.max(0, now.room(settings.capacity()) - lingering.getAsInt());
    }

    /** How many connections may be used; what is open counts as granted, however many fit by now. */
    int granted(int established) {
        int most = grantedByLimits(established);
        return Math.min(most, Math.max(established, most - lingering.getAsInt()));
    }

    private int grantedByLimits(int established) {
        Known now = known;
        if (isShared() || now.full() == null && now.fit() == null) {
            return settings.capacity();
        }
        return now.full() != null ? established : now.fit().granted(established);
    }

    private boolean isShared() {
        return poolers.pooling() == Pooling.TRANSACTION;
    }

    /** Looks on behalf of the probe. Called by its thread alone. */
    ServerUse look(Connection connection) throws SQLException {
        long before = openings;
        boolean wasOpening = isOpening;
        ServerUse use = ask(connection);
        // A process that is not in the books yet looks like somebody else's; who opens it has looked just before.
        boolean blurred = wasOpening || isOpening || before != openings;
        if (!blurred || known.fit() == null || known.full() != null) {
            learn(use);
        }
        return use;
    }

    /**
     * Whether the reserved connection takes one of the last places: nothing fits, not even that one, and the pool has nothing
     * open that it would be needed for.
     */
    boolean takesLastPlace() {
        Fit fit = known.fit();
        return fit != null && !isShared() && fit.isFull() && own.get().isEmpty();
    }

    /** The reserved connection did not get in, or broke. */
    void failed(SQLException error) {
        if (Trouble.of(error.getSQLState(), error.getMessage()) == Trouble.FULL) {
            known = new Known(known.fit(), error, nanoTime.getAsLong());
        }
    }

    private ServerUse ask(Connection connection) throws SQLException {
        return ServerUse.ask(connection, own.get(), settings.leaveFree());
    }

    private Known learn(ServerUse use) {
        List<Fit.Limit> limits = isShared() ? List.of() : use.limits();
        Known now = new Known(new Fit(settings.size(), settings.maxOverflow(), limits), null, nanoTime.getAsLong());
        known = now;
        return now;
    }

    /**
     * Before a connection opens: asks the server whether there is room for one more.
     *
     * @param pooled the pool's connections, without those that are about to be closed
     * @return how many there may be, the new one included
     * @throws ConnectPostponed when there is none
     */
    int requireRoom(int pooled) {
        Known now = known;
        boolean first = now.fit() == null && now.full() == null && pooled == 0;
        if (first || isShared()) {
            return settings.capacity();
        }
        boolean fresh = nanoTime.getAsLong() - now.at() < REFUSAL_HOLDS;
        if (!fresh || pooled < room(now)) {
            now = lookAgain();
        }
        try {
            return requireRoom(pooled, now);
        } catch (ConnectPostponed e) {
            refused();
            throw e;
        }
    }

    /** A connection may not open; on the thread that opens. */
    void refused() {
        onRefusal.run();
    }

    private Known lookAgain() {
        try {
            return learn(reserved.call(this::ask));
        } catch (SQLException e) {
            failed(e); // any other trouble the opening will meet itself, and tell
            return known;
        }
    }

    private int requireRoom(int pooled, Known now) {
        int room = room(now);
        if (pooled >= room && room < settings.capacity()) { // the pool's own bound is Agroal's to keep
            throw refusal(pooled, now);
        }
        return now.room(settings.capacity());
    }

    private ConnectPostponed refusal(int pooled, Known now) {
        if (now.full() != null) {
            return new ConnectPostponed(now.full());
        }
        return pooled < now.room(settings.capacity())
                ? new ConnectPostponed(lingering.getAsInt())
                : new ConnectPostponed(now.fit());
    }

    /** Spares a borrower the wait for a connection that is not to be: nothing is open, and nothing fits. */
    void requireHope() {
        if (!isShared()) {
            requireRoom(0, known);
        }
    }

    /**
     * A connection was opened, whose process is not among our own yet. The first one looks whether it may stay, and is closed if
     * not.
     *
     * @throws ConnectPostponed when it does not fit
     */
    void met(PgConnection opened) {
        if (known.fit() != null || isShared()) {
            return;
        }
        try {
            requireRoom(0, learn(ask(opened)));
        } catch (SQLException e) {
            LOG.debugf("The first connection could not tell what fits: %s", e.getMessage());
        } catch (ConnectPostponed e) {
            PoolerWatch.close(opened);
            throw e;
        }
    }

    /** From now on the server may list a process that is not in the books yet. */
    void opening() {
        isOpening = true;
    }

    /** Whether one is being opened right now. */
    boolean isOpening() {
        return isOpening;
    }

    /** It is there, or failed. */
    void opened() {
        openings++;
        isOpening = false;
    }
}
