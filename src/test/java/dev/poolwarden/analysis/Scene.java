package dev.poolwarden.analysis;

import dev.poolwarden.analysis.Recent.Crowd;
import dev.poolwarden.analysis.Recent.Part;
import dev.poolwarden.breaker.BreakerSnapshot;
import dev.poolwarden.breaker.BreakerState;
import dev.poolwarden.control.Forecast;
import dev.poolwarden.control.HolderSample;
import dev.poolwarden.control.HolderSample.Held;
import dev.poolwarden.control.LimitChange;
import dev.poolwarden.control.LimitPilot;
import dev.poolwarden.control.PublishedState;
import dev.poolwarden.gate.GateSnapshot;
import dev.poolwarden.gate.LimitDecision;
import dev.poolwarden.gate.LimitReason;
import dev.poolwarden.gate.Occupancy;
import dev.poolwarden.gate.Priority;
import dev.poolwarden.gate.Rejection.Cause;
import dev.poolwarden.pressure.Assessment;
import dev.poolwarden.pressure.Pressure;
import dev.poolwarden.pressure.Reason;
import dev.poolwarden.reading.DatabaseReading;
import dev.poolwarden.reading.DatabaseReading.ApplicationUse;
import dev.poolwarden.reading.DatabaseReading.Reachable;
import dev.poolwarden.reading.Fit;
import dev.poolwarden.reading.PoolCounts;
import dev.poolwarden.reading.PoolReading;
import dev.poolwarden.reclaim.Backend;
import dev.poolwarden.reclaim.Backend.Activity;
import dev.poolwarden.reclaim.CallSiteUse;
import dev.poolwarden.reclaim.Caller;
import dev.poolwarden.reclaim.Census;
import dev.poolwarden.reclaim.Holder;
import dev.poolwarden.reclaim.PooledConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A healthy pool of 20 + 10 with 25 permits, seen for minutes; a test changes what it is about. */
final class Scene {

    static final long SECOND = Duration.ofSeconds(1).toNanos();

    long at = SECOND;
    Pressure pressure = Pressure.LOW;
    List<Reason> reasons = List.of();
    double demand = 3;
    int capacity = 25;
    boolean breakerClosed = true;
    DatabaseReading database = server(31, 100);
    int established = 20;
    long created = 20;
    long borrowed = 100_000;
    LimitDecision limit = new LimitDecision(25, 25, LimitReason.START);
    List<LimitChange> changes = List.of();
    Map<Priority, Integer> backlog =
            Arrays.stream(Priority.values()).collect(Collectors.toMap(Function.identity(), any -> 0));
    Occupancy occupancy = new Occupancy(3, 10, 0, 0, 0, 0, 0, 0, SECOND);
    final List<CallSiteUse> callSites = new ArrayList<>();
    final List<Held> held = new ArrayList<>();
    final Map<Quantity, Double> sums = new EnumMap<>(Map.of(Quantity.SECONDS, 80.0, Quantity.IN_FLIGHT, 240.0));
    Crowd clients = Crowd.NOBODY;
    Crowd outside = Crowd.NOBODY;
    Outlook outlook;

    static Reachable server(int used, int most, ApplicationUse... byApplication) {
        return server(used, most, Optional.empty(), byApplication);
    }

    static Reachable server(int used, int most, Optional<Fit> fit, ApplicationUse... byApplication) {
        return new Reachable(
                Duration.ofMillis(1),
                OptionalInt.of(most),
                OptionalInt.of(used),
                List.of(byApplication),
                Optional.empty(),
                fit,
                false);
    }

    /** Of the time seen. */
    Scene percent(Quantity quantity, double percent) {
        sums.put(quantity, sums.get(Quantity.SECONDS) * percent / 100);
        return this;
    }

    Scene sum(Quantity quantity, double sum) {
        sums.put(quantity, sum);
        return this;
    }

    Scene reasons(Pressure pressure, Reason... reasons) {
        this.pressure = pressure;
        this.reasons = List.of(reasons);
        return this;
    }

    Scene callSite(String site, long meanHeldMillis, double idlePercent, double sharePercent) {
        callSites.add(
                new CallSiteUse(site, 1, meanHeldMillis, meanHeldMillis, OptionalDouble.of(idlePercent), sharePercent));
        return this;
    }

    Scene holders(String site, String client, int connections) {
        return holders(site, client, connections, Activity.UNKNOWN);
    }

    Scene holders(String site, String client, int connections, Activity activity) {
        IntStream.range(0, connections)
                .mapToObj(number -> new Holder(number, new Caller(site, client), "thread", true, 100))
                .map(holder -> new Held(new PooledConnection(4711, holder, 0, backend(activity)), null))
                .forEach(held::add);
        return this;
    }

    private static Backend backend(Activity activity) {
        return new Backend(activity, 1, 1, 100, null, null);
    }

    static Crowd crowd(double percent, Part... parts) {
        return new Crowd(percent, parts.length, List.of(parts));
    }

    static LimitChange change(int from, int to, LimitReason reason) {
        return new LimitChange(Instant.EPOCH, from, to, reason);
    }

    PublishedState published() {
        return new PublishedState(
                null,
                1,
                Instant.EPOCH,
                new Assessment(pressure, reasons),
                new PoolReading(at, OptionalDouble.of(demand), capacity, 0, false, breakerClosed, database),
                new PoolCounts(20, 10, 30, established, 3, borrowed, 20, created, 0, 0, 0, 7),
                new Forecast(OptionalInt.empty(), 0),
                new GateSnapshot(25, occupancy, 1000, rejections(), backlog),
                new LimitPilot.State(limit, changes, changes.size()),
                new BreakerSnapshot(breakerClosed ? BreakerState.CLOSED : BreakerState.HALF_OPEN, 66.66, 3),
                new HolderSample(at, new Census(20, true, List.of()), held, callSites, 0),
                null);
    }

    private static Map<Cause, Long> rejections() {
        return Stream.of(Cause.values()).collect(Collectors.toMap(Function.identity(), any -> 2L));
    }

    Situation situation() {
        return new Situation(published(), new Recent(sums, clients, outside), outlook);
    }

    List<Finding> findings() {
        return Analysis.of(situation()).findings();
    }

    /** The only one. */
    Finding finding() {
        List<Finding> findings = findings();
        if (findings.size() != 1) {
            throw new AssertionError("not one finding but " + findings);
        }
        return findings.get(0);
    }
}
