package dev.poolwarden.transaction;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What an error says by the SQLStates in it. Libraries wrap what the driver throws, and the transaction manager hangs it on as
 * suppressed; chains may be circles, and are followed for 100 errors at the most.
 */
final class ErrorChain {

    private static final int MOST = 100;

    private ErrorChain() {}

    /**
     * The SQLState that says why work failed: the outermost along causes and next exceptions. What is merely suppressed came
     * after the failure, as when a close fails too. And what an error was caused by, whose own SQLState is another, the work
     * has dealt with: 25P02 around 40001 comes from work that went on after a conflict.
     */
    static Optional<String> stateOfWork(Throwable error) {
        return outermost(error, false);
    }

    /** The same of a commit: the transaction manager's own error has none, and suppresses the one that has. */
    static Optional<String> stateOfCommit(Throwable error) {
        return outermost(error, true);
    }

    private static Optional<String> outermost(Throwable error, boolean suppressedToo) {
        return all(error, suppressedToo).stream()
                .map(ErrorChain::state)
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** Whether anything in it says that nobody knows how the transaction ended, or there is more in it than we follow. */
    static boolean isDoubtful(Throwable error) {
        List<Throwable> all = all(error, true);
        return all.size() >= MOST || all.stream().anyMatch(each -> state(each) != null && isDoubtful(state(each)));
    }

    /**
     * Whether this answer to a commit leaves open how it ended: the connection broke (08, but for 08003, which the driver says
     * before it sends anything), the server ended the session meanwhile (57P01 to 57P05), or it says so itself (40003).
     */
    static boolean isDoubtful(String state) {
        return state.startsWith("08") && !state.equals("08003") || state.startsWith("57P") || state.equals("40003");
    }

    private static String state(Throwable error) {
        return error instanceof SQLException sql ? sql.getSQLState() : null;
    }

    /** Breadth first, so the outermost come first; at most {@link #MOST}. */
    private static List<Throwable> all(Throwable error, boolean suppressedToo) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> open = new ArrayDeque<>(List.of(error));
        List<Throwable> all = new ArrayList<>();
        while (!open.isEmpty() && all.size() < MOST) {
            Throwable next = open.poll();
            if (seen.add(next)) {
                all.add(next);
                addIfAny(open, next.getCause());
                addIfAny(open, next instanceof SQLException sql ? sql.getNextException() : null);
                if (suppressedToo) {
                    Collections.addAll(open, next.getSuppressed());
                }
            }
        }
        return all;
    }

    private static void addIfAny(Deque<Throwable> open, Throwable error) {
        if (error != null) {
            open.add(error);
        }
    }
}
