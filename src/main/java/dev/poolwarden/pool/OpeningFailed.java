package dev.poolwarden.pool;

/**
 * The connection that a borrower wants could not be opened; passes through Agroal, which would have him wait in its queue for
 * another one. Why that must not be: {@link Borrowing}.
 */
final class OpeningFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    OpeningFailed(String message) {
        super(message, null, false, false);
    }
}
