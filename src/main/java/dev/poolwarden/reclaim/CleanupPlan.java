package dev.poolwarden.reclaim;

import java.util.List;
import java.util.Locale;

/**
 * What a cleanup sets out to do, and whom it leaves alone.
 *
 * @param spared those it looked at and left, each with the reason
 */
public record CleanupPlan(List<Step> steps, List<Spared> spared) {

    public static final CleanupPlan EMPTY = new CleanupPlan(List.of(), List.of());

    public CleanupPlan {
        steps = List.copyOf(steps);
        spared = List.copyOf(spared);
    }

    public boolean isEmpty() {
        return steps.isEmpty();
    }

    /** Those that go this way. */
    public List<Step> steps(Action action) {
        return steps.stream().filter(each -> each.action() == action).toList();
    }

    /** One connection that goes. */
    public record Step(PooledConnection connection, Evidence evidence, Action action) {}

    /** How a connection goes. */
    public enum Action {
        /** Closed at once if idle, else when its holder gives it back. */
        RETIRE,
        /** Its backend is ended unless it works again by then, and its permit comes back. */
        RECLAIM,
        /** Its backend is ended whatever it does, and its permit comes back. */
        CUT;

        /** The name on the wire: lower case. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One connection that stays. */
    public record Spared(PooledConnection connection, Why why) {}

    /** Why a connection stays. */
    public enum Why {
        /** A statement runs. */
        WORKING,
        /** Not without a statement for long enough. */
        WITHIN_LIMIT,
        /** The server does not say what it does. */
        NO_EVIDENCE,
        /** A pooler shares the backends, so ending one could cut a stranger's statement. */
        SHARED_BACKEND,
        /** The request allows no more. */
        BEYOND_MAX;

        /** The name on the wire: lower case with underscores. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
