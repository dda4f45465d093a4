package dev.poolwarden.pool;

import dev.poolwarden.reading.DatabaseReading.Trouble;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * How many connections Agroal opens, and how many it may: the base size always, those that will be needed soon ahead of their
 * borrowers, and the rest as borrowers ask; never more than fit. Thread-safe.
 */
final class ElasticSize implements AutoCloseable {

    private static final Duration OPENING_PATIENCE = Duration.ofSeconds(1);
    private static final long THREAD_LINGERS_SECONDS = 10;

    private final PoolSettings settings;
    private final FitWatch fits;
    private final ConnectBackoff backoff;
    private final BooleanSupplier serves;
    private final Supplier<ConnectionLedger> ledger;
    private final Supplier<AgroalDataSource> agroal;
    private final LongSupplier waiting;
    private final LongSupplier nanoTime;
    private final ExecutorService warming = lonelyThread();
    private final Prewarmer prewarmer;
    private volatile int expected;
    private volatile boolean closed;

    /**
     * @param serves whether the database is there and the breaker closed
     * @param ledger and {@code agroal} give null while the pool is being made
     * @param waiting threads that wait inside Agroal for a connection to come back
     */
    ElasticSize(
            PoolSettings settings,
            FitWatch fits,
            ConnectBackoff backoff,
            BooleanSupplier serves,
            Supplier<ConnectionLedger> ledger,
            Supplier<AgroalDataSource> agroal,
            LongSupplier waiting,
            RandomGenerator random,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.fits = fits;
        this.backoff = backoff;
        this.serves = serves;
        this.ledger = ledger;
        this.agroal = agroal;
        this.waiting = waiting;
        this.nanoTime = nanoTime;
        this.prewarmer = new Prewarmer(
                settings.capacity(), this::isMissing, this::openOne, LockSupport::parkNanos, warming, random);
    }

    /** What fits of the connections to be kept open. */
    int baseSize() {
        return Math.min(settings.size(), fits.room());
    }

    /** Connections that will be needed soon; zero where nothing is opened ahead. */
    int expected() {
        return expected;
    }

    long prewarmed() {
        return prewarmer.prewarmed();
    }

    /** Opens what is missing of them, one by one, and keeps what there is of them. */
    void expect(int connections) {
        if (settings.prewarm()) {
            expected = connections;
            prewarmer.warm();
        }
    }

    /** The base size comes first, and so does a borrower who waits for an opening. */
    private boolean isMissing() {
        int open = Physical.pooled(ledger.get().all());
        return !closed
                && open >= baseSize()
                && open < Math.min(expected, fits.room())
                && serves.getAsBoolean()
                && !backoff.state().waitsAt(nanoTime.getAsLong())
                && !fits.isOpening();
    }

    private boolean openOne() {
        var created = ledger.get().tally().created;
        long before = created.sum();
        AgroalPool.openOneMore(agroal.get());
        Patience.await(OPENING_PATIENCE, nanoTime, () -> created.sum() > before || closed);
        AgroalPool.openNoMore(agroal.get());
        return created.sum() > before;
    }

    /** Opens what is missing of the base size, unless the last attempt failed just now. */
    void refill() {
        int least = followRoom();
        boolean due = !backoff.state().waitsAt(nanoTime.getAsLong());
        if (due && ledger.get().established() < least) {
            agroal.get().flush(FlushMode.FILL);
        }
    }

    /**
     * Has Agroal wait for connections to come back where no more may open, and never closes one that is open. Called by the
     * monitor's thread, and by Agroal's own when an opening was refused.
     *
     * @return how many connections should be open: those of the base size, and one for each caller that waits inside Agroal
     *     since before there was room, whom nothing but a connection would wake
     */
    synchronized int followRoom() {
        AgroalDataSource pool = agroal.get();
        if (pool == null) {
            return 0; // it opens its first connections while it is being made
        }
        int pooled = Physical.pooled(ledger.get().all());
        int most = Math.max(1, Math.max(pooled, fits.granted(pooled)));
        int waiters = (int) waiting.getAsLong();
        int wanted = waiters > 0 && pooled < most ? pooled + waiters : 0;
        int least = Math.min(most, Math.max(baseSize(), wanted));
        AgroalPool.resize(pool, most, least);
        return least;
    }

    /** What fits or is open; while the server refuses more, what is open. */
    int granted() {
        int established = ledger.get().established();
        int granted = fits.granted(established);
        var state = backoff.state();
        boolean refused = state.trouble() == Trouble.FULL && state.waitsAt(nanoTime.getAsLong());
        return refused ? Math.min(granted, established) : granted;
    }

    /** One that is there only while there is something to open. */
    private static ExecutorService lonelyThread() {
        return new ThreadPoolExecutor(
                0,
                1,
                THREAD_LINGERS_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> {
                    Thread thread = new Thread(task, "poolwarden-prewarm");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy()); // the monitor may tick once more after the pool is closed
    }

    @Override
    public void close() {
        closed = true;
        warming.shutdownNow();
    }
}
