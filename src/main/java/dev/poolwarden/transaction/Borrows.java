package dev.poolwarden.transaction;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * What one try borrows: a transaction does so once, whoever in it asks for a connection, and maybe no sooner than at its commit,
 * when an entity manager writes. Whatever else is borrowed is beside it. For the thread that tries.
 */
final class Borrows {

    private final LongSupplier admissions;
    private final BooleanSupplier enlisted;
    private final long before;
    private boolean beside;

    /**
     * The try begins.
     *
     * @param admissions of this thread at the gate, ever
     * @param enlisted whether the present transaction has a connection
     */
    Borrows(LongSupplier admissions, BooleanSupplier enlisted) {
        this.admissions = admissions;
        this.enlisted = enlisted;
        this.before = admissions.getAsLong();
    }

    /** Looks at the end of the work: while the transaction has none, what was borrowed is not its own, be it a single one. */
    <T, E extends Exception> Work<T, E> watching(Work<T, E> work) {
        return () -> {
            try {
                return work.run();
            } finally {
                beside = count() > (enlisted.getAsBoolean() ? 1 : 0);
            }
        };
    }

    /** Whether something was borrowed that the transaction's rollback does not undo. */
    boolean wereBeside() {
        return beside || count() > 1;
    }

    private long count() {
        return admissions.getAsLong() - before;
    }
}
