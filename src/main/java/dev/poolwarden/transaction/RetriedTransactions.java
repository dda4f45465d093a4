package dev.poolwarden.transaction;

import dev.poolwarden.gate.Gate;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Does work in a transaction, and does it again when the transaction met a {@link Conflict}: after a pause, in a new one,
 * within bounds. Between the tries it holds neither a connection nor a permit. Inject it; thread-safe, and what
 * {@link #isolation} and its like return is too.
 *
 * <p>Only what certainly left nothing behind is done again. What fails for another reason, or may have been committed, is the
 * caller's at once.
 *
 * <p>Blocks its thread, a virtual one too; refuses to on an event loop. Inside a retried transaction another one joins it, and
 * a conflict is the outer one's to retry. Inside a transaction that somebody else began it refuses to run: a retry would undo
 * a part of it.
 */
public final class RetriedTransactions {

    private final JtaTransactions jta;
    private final Gate gate;
    private final Pauses pauses;
    private final RetryListener listener;
    private final BooleanSupplier mayBlock;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private final RetrySettings settings;
    private final Isolation isolation;

    /**
     * @param mayBlock whether the present thread may
     * @param nanoTime a monotonic clock in ns
     * @param random for the pauses; shared by all threads
     */
    public RetriedTransactions(
            JtaTransactions jta,
            Gate gate,
            Pauses pauses,
            RetryListener listener,
            BooleanSupplier mayBlock,
            LongSupplier nanoTime,
            RandomGenerator random,
            RetrySettings settings) {
        this(jta, gate, pauses, listener, mayBlock, nanoTime, random, settings, Isolation.UNCHANGED);
    }

    private RetriedTransactions(
            JtaTransactions jta,
            Gate gate,
            Pauses pauses,
            RetryListener listener,
            BooleanSupplier mayBlock,
            LongSupplier nanoTime,
            RandomGenerator random,
            RetrySettings settings,
            Isolation isolation) {
        this.jta = jta;
        this.gate = gate;
        this.pauses = pauses;
        this.listener = listener;
        this.mayBlock = mayBlock;
        this.nanoTime = nanoTime;
        this.random = random;
        this.settings = settings;
        this.isolation = isolation;
    }

    /** The same in another isolation level; sets it by the transaction's first statement. */
    public RetriedTransactions isolation(Isolation level) {
        return with(settings, level);
    }

    /** The same with another number of tries, the first one too, 1 to 20. */
    public RetriedTransactions maxTries(int tries) {
        return with(settings.withMaxTries(tries), isolation);
    }

    /** The same with another time from the beginning of the first try to that of the last, 0 to 10 min. */
    public RetriedTransactions maxTime(Duration time) {
        return with(settings.withMaxTime(time), isolation);
    }

    private RetriedTransactions with(RetrySettings bounds, Isolation level) {
        return new RetriedTransactions(jta, gate, pauses, listener, mayBlock, nanoTime, random, bounds, level);
    }

    /** {@link #call} for work that comes to nothing. */
    public <E extends Exception> void run(Work.Action<E> work) throws E {
        Work<Void, E> withoutResult = () -> {
            work.run();
            return null;
        };
        call(withoutResult);
    }

    /**
     * Does the work in a transaction, commits it, and returns what it came to.
     *
     * @throws E what the work threw the last time, as it was; {@link RetryHistory}, suppressed in it, tells of the tries
     * @throws CommitFailedException the commit failed; it says whether the outcome is known
     * @throws BeginFailedException an isolation level was asked for, and there was no connection to set it on
     * @throws IllegalStateException on an event loop, or inside a transaction that somebody else began, or in another
     *     isolation level than that of the retried transaction around this one; nothing has been done
     */
    public <T, E extends Exception> T call(Work<T, E> work) throws E {
        if (!mayBlock.getAsBoolean()) {
            throw new IllegalStateException(
                    "A retried transaction blocks its thread, and this is an event loop's; use a worker or a virtual thread");
        }
        return jta.isInTransaction() ? join(work) : retry(work);
    }

    private <T, E extends Exception> T join(Work<T, E> work) throws E {
        Isolation around = jta.ours();
        if (around == null) {
            throw new IllegalStateException(
                    "A retried transaction begins its own, and there is one already that a retry"
                            + " would undo a part of; make that one retried, or begin this one outside of it");
        }
        if (isolation != Isolation.UNCHANGED && isolation != around) {
            throw new IllegalStateException(
                    "The transaction around this one runs in %s, not in %s; it cannot be changed now"
                            .formatted(around, isolation));
        }
        try {
            return work.run();
        } catch (Throwable e) {
            jta.markForRollback(e);
            throw e;
        }
    }

    private <T, E extends Exception> T retry(Work<T, E> work) throws E {
        boolean holdsAnother = gate.isHeldByThisThread();
        Tries tries = new Tries(settings, random, nanoTime.getAsLong());
        for (; ; ) {
            Borrows borrows = new Borrows(gate::admissionsOfThisThread, jta::hasBorrowed);
            JtaTransactions.Try<T> last = jta.attempt(isolation, borrows.watching(work));
            if (last.failure() == null) {
                return last.result();
            }
            GaveUp obstacle = obstacle(holdsAnother, borrows);
            Tries.Verdict verdict = tries.failed(last.failure(), obstacle, nanoTime.getAsLong());
            GaveUp gaveUp = verdict.retries() ? pause(verdict) : verdict.gaveUp();
            if (!verdict.retries() || gaveUp != null) {
                throw RetriedTransactions.<E>asIs(told(last.failure().error(), verdict, gaveUp, tries));
            }
        }
    }

    private GaveUp obstacle(boolean holdsAnother, Borrows borrows) {
        if (holdsAnother) {
            return GaveUp.HOLDS_ANOTHER;
        }
        if (borrows.wereBeside()) {
            return GaveUp.BORROWED_ANOTHER;
        }
        if (Thread.currentThread().isInterrupted()) {
            return GaveUp.INTERRUPTED;
        }
        return pauses.areOver() ? GaveUp.SHUTDOWN : null;
    }

    /** Returns what ended the pause too soon, or null. */
    private GaveUp pause(Tries.Verdict verdict) {
        listener.retried(verdict.conflict());
        try {
            return pauses.pause(verdict.pause()) ? null : GaveUp.SHUTDOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return GaveUp.INTERRUPTED;
        }
    }

    private Throwable told(Throwable error, Tries.Verdict verdict, GaveUp reason, Tries tries) {
        if (verdict.isConflict()) {
            long now = nanoTime.getAsLong();
            error.addSuppressed(tries.history(error, reason, now));
            listener.gaveUp(verdict.conflict(), reason, tries.count(), tries.elapsed(now));
        }
        return error;
    }

    /** It is what the work may throw, or unchecked. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E asIs(Throwable error) throws E {
        throw (E) error;
    }
}
