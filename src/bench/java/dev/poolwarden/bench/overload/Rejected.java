package dev.poolwarden.bench.overload;

/** A guard gave no connection. Without a stack trace: what a rejection costs is the guard's, not the harness'. */
final class Rejected extends Exception {

    private static final long serialVersionUID = 1;

    Rejected() {
        super(null, null, false, false);
    }
}
