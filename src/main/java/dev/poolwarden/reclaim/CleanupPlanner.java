package dev.poolwarden.reclaim;

import dev.poolwarden.reclaim.CleanupPlan.Action;
import dev.poolwarden.reclaim.CleanupPlan.Spared;
import dev.poolwarden.reclaim.CleanupPlan.Step;
import dev.poolwarden.reclaim.CleanupPlan.Why;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides which connections a cleanup takes: on evidence alone, and never a running statement unless that was asked for. */
public final class CleanupPlanner {

    private static final long UNWANTED_MILLIS = 10_000;

    private final ReclaimLimits limits;

    public CleanupPlanner(ReclaimLimits limits) {
        this.limits = limits;
    }

    /** The plan for this request on what was found; empty when there is nothing to take. */
    public CleanupPlan plan(CleanupRequest request, Census census) {
        List<Spared> spared = new ArrayList<>();
        List<Step> steps = switch (request.mode()) {
            case IDLE -> join(dead(census), surplus(census));
            case LEAKED -> leaked(census, spared).toList();
            case GRACEFUL -> retireAll(census);
            case ALL -> all(census, spared);
            case AUTOMATIC -> join(dead(census), leaked(census, spared), unwanted(census));
        };
        steps.stream().skip(request.max()).forEach(step -> spared.add(new Spared(step.connection(), Why.BEYOND_MAX)));
        return new CleanupPlan(steps.stream().limit(request.max()).toList(), spared);
    }

    @SafeVarargs
    private static List<Step> join(Stream<Step>... parts) {
        return Stream.of(parts).flatMap(part -> part).toList();
    }

    private static Stream<Step> dead(Census census) {
        return census.idle().stream()
                .filter(CleanupPlanner::isDead)
                .map(each -> new Step(each, Evidence.DEAD, Action.RETIRE));
    }

    private static boolean isDead(PooledConnection connection) {
        return connection.backend().activity() == Backend.Activity.GONE;
    }

    /**
     * Of those that live, as many as there are beyond the base size; the longest idle go first. One that works by now was
     * borrowed between the look at the pool and the server's answer.
     */
    private static Stream<Step> surplus(Census census) {
        long living =
                census.connections().stream().filter(each -> !isDead(each)).count();
        return census.idle().stream()
                .filter(each -> !isDead(each) && each.backend().activity() != Backend.Activity.WORKING)
                .limit(Math.max(0, living - census.size()))
                .map(each -> new Step(each, Evidence.SURPLUS, Action.RETIRE));
    }

    /** One at a time, and only what nobody has wanted for a while in spite of the pressure. */
    private static Stream<Step> unwanted(Census census) {
        return surplus(census)
                .filter(step -> step.connection().idleMillis() >= UNWANTED_MILLIS)
                .limit(1);
    }

    private Stream<Step> leaked(Census census, List<Spared> spared) {
        List<Step> steps = new ArrayList<>();
        for (PooledConnection each : census.held()) {
            Optional<Evidence> evidence = limits.evidence(each);
            if (evidence.isEmpty()) {
                spared.add(new Spared(each, innocence(each)));
            } else if (!census.ownBackends()) {
                spared.add(new Spared(each, Why.SHARED_BACKEND));
            } else {
                steps.add(new Step(each, evidence.get(), Action.RECLAIM));
            }
        }
        return steps.stream();
    }

    private static Why innocence(PooledConnection connection) {
        return switch (connection.backend().activity()) {
            case WORKING -> Why.WORKING;
            case IDLE, IDLE_IN_TRANSACTION, GONE -> Why.WITHIN_LIMIT;
            case UNKNOWN -> Why.NO_EVIDENCE;
        };
    }

    private static List<Step> retireAll(Census census) {
        return Stream.concat(census.idle().stream(), census.held().stream())
                .map(each -> new Step(each, Evidence.REPLACED, Action.RETIRE))
                .toList();
    }

    private static List<Step> all(Census census, List<Spared> spared) {
        List<Step> steps = new ArrayList<>();
        for (PooledConnection each : census.idle()) {
            steps.add(new Step(each, Evidence.DEMANDED, Action.RETIRE));
        }
        for (PooledConnection each : census.held()) {
            if (census.ownBackends()) {
                steps.add(new Step(each, Evidence.DEMANDED, Action.CUT));
            } else {
                spared.add(new Spared(each, Why.SHARED_BACKEND));
            }
        }
        return steps;
    }
}
