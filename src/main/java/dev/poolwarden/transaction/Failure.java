package dev.poolwarden.transaction;

import java.util.Optional;

/**
 * How one try failed.
 *
 * @param error what the caller hears if there is no further try
 * @param state the SQLState that says why, if any does
 * @param outcome what became of the transaction
 */
record Failure(Throwable error, Optional<String> state, Outcome outcome) {

    /** The work threw. {@code outcome} is what the rollback came to. */
    static Failure ofWork(Throwable error, Outcome outcome) {
        return new Failure(error, ErrorChain.stateOfWork(error), outcome);
    }

    /** The commit threw; {@code outcome} is what the transaction manager takes it for, which may be wrong. */
    static Failure ofCommit(Throwable error, Outcome outcome) {
        Optional<String> state = ErrorChain.stateOfCommit(error);
        Outcome known = ErrorChain.isDoubtful(error) ? Outcome.UNKNOWN : outcome;
        return new Failure(new CommitFailedException(known, state.orElse(null), error), state, known);
    }

    /** The conflict that was all there was to it, if so. */
    Optional<Conflict> conflict() {
        return error instanceof Exception && outcome == Outcome.ROLLED_BACK && !ErrorChain.isDoubtful(error)
                ? state.flatMap(Conflict::of)
                : Optional.empty();
    }
}
