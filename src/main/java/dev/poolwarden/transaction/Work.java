package dev.poolwarden.transaction;

/**
 * What a transaction does. It may be done several times, and only the last time counts: so it changes nothing but the
 * database, and that through connections of the transaction alone.
 *
 * @param <T> what it comes to
 * @param <E> what it throws; every exception rolls the transaction back
 */
@FunctionalInterface
public interface Work<T, E extends Exception> {

    T run() throws E;

    /** Work that comes to nothing. */
    @FunctionalInterface
    interface Action<E extends Exception> {
        void run() throws E;
    }
}
