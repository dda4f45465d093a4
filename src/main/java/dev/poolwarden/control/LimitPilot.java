package dev.poolwarden.control;

import dev.poolwarden.gate.AdaptiveLimit;
import dev.poolwarden.gate.Gate;
import dev.poolwarden.gate.LimitDecision;
import dev.poolwarden.gate.LimitSettings;
import dev.poolwarden.gate.Occupancy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows the adaptive limit what happened at the gate since the last beat, and sets what it decides. It alone sets the gate's
 * limit.
 *
 * <p>{@link #beat} and {@link #grant} are called by the monitor's thread alone, which owns the fields; {@link #state} is
 * volatile and may be read by anybody.
 */
public final class LimitPilot {

    private static final int REMEMBERED = 10;

    /**
     * @param decision the limit, and why
     * @param changes the last changes, the latest first; ten at the most
     * @param changed changes since the start
     */
    public record State(LimitDecision decision, List<LimitChange> changes, long changed) {}

    private final Gate gate;
    private final AdaptiveLimit limit;
    private final int most;
    private final Clock clock;
    private volatile State state;
    private Occupancy last;
    private boolean disturbed; // the limit changed since the last beat

    public LimitPilot(Gate gate, LimitSettings settings, Clock clock) {
        this(gate, settings.begin(), settings.most(), clock);
    }

    /**
     * @param limit nobody else may use it
     * @param most permits there are while the server grants as many connections
     */
    public LimitPilot(Gate gate, AdaptiveLimit limit, int most, Clock clock) {
        this.gate = gate;
        this.limit = limit;
        this.most = most;
        this.clock = clock;
        this.state = new State(limit.decision(), List.of(), 0);
    }

    public State state() {
        return state;
    }

    /** Looks at what happened since the last beat. Takes microseconds. */
    public void beat() {
        Occupancy now = gate.occupancy();
        if (last != null) {
            int inForce = disturbed ? 0 : state.decision().limit();
            now.windowSince(last, inForce).ifPresent(window -> decide(limit.next(window)));
        }
        disturbed = false;
        last = now;
    }

    /**
     * More permits than the server grants connections would only make callers wait inside the pool.
     *
     * @param connections what the server grants, 0 and above
     */
    void grant(int connections) {
        int before = state.decision().limit();
        LimitDecision decision = limit.capacity(Math.max(1, Math.min(most, connections)));
        disturbed |= decision.limit() != before;
        decide(decision);
        gate.setLimit(decision.limit()); // though it may be the same: the gate attends to what only time has changed
    }

    private void decide(LimitDecision decision) {
        State before = state;
        if (decision.equals(before.decision())) {
            return;
        }
        gate.setLimit(decision.limit());
        boolean kept = decision.kept() != before.decision().kept();
        state = new State(
                decision, kept ? remember(before, decision) : before.changes(), before.changed() + (kept ? 1 : 0));
    }

    private List<LimitChange> remember(State before, LimitDecision decision) {
        List<LimitChange> changes = new ArrayList<>();
        changes.add(new LimitChange(clock.instant(), before.decision().kept(), decision.kept(), decision.reason()));
        changes.addAll(before.changes()
                .subList(0, Math.min(REMEMBERED - 1, before.changes().size())));
        return List.copyOf(changes);
    }
}
