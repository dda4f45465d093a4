package dev.poolwarden.analysis;

import dev.poolwarden.control.HolderSample.Held;
import dev.poolwarden.control.PublishedState;
import dev.poolwarden.control.StateListener;
import dev.poolwarden.gate.GateSnapshot;
import dev.poolwarden.gate.LimitWindow;
import dev.poolwarden.gate.Priority;
import dev.poolwarden.reading.PoolCounts;
import dev.poolwarden.reclaim.Caller;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Remembers the last minutes for the rules that need more than the present: fading sums of fixed size. {@link #sampled} is called
 * by the monitor's thread alone, which owns every field but {@link #latest}; that one is volatile and holds an immutable value.
 */
public final class Recollection implements StateListener {

    /** Long enough that a burst of seconds is none, short enough that an operator sees a repair within minutes. */
    private static final double HALF_LIFE = Duration.ofMinutes(1).toSeconds();

    /** The slowest tick there may be takes 10; after a longer gap nobody knows what was in between. */
    private static final double LONGEST_SECONDS = 15;

    private final Map<Quantity, Double> sums = new EnumMap<>(Quantity.class);
    private final NamedSums clients = new NamedSums();
    private final NamedSums outside = new NamedSums();
    private final DemandTrend trend = new DemandTrend();
    private PublishedState before;
    private volatile Situation latest;

    /** What stands out at the last tick; judged when asked, which takes microseconds. Not before the first tick has ended. */
    public Analysis analysis() {
        return Analysis.of(latest);
    }

    Situation latest() {
        return latest;
    }

    @Override
    public void sampled(PublishedState now) {
        if (before != null) {
            now.gate()
                    .occupancy()
                    .windowSince(before.gate().occupancy(), now.gate().limit())
                    .ifPresent(window -> remember(before, now, window));
        }
        before = now;
        Recent recent = new Recent(sums, clients.crowd(), outside.crowd());
        latest = new Situation(now, recent, Outlook.of(trend, now.reading().capacity()));
    }

    private void remember(PublishedState before, PublishedState now, LimitWindow window) {
        double seconds = window.nanos() / 1e9;
        fade(Math.pow(0.5, seconds / HALF_LIFE));
        if (seconds <= LONGEST_SECONDS) {
            atTheGate(now, window, seconds);
            inThePool(before.pool(), now, seconds);
            ofHolders(now, window.limited() * seconds);
        }
        foresee(now, seconds);
    }

    private void fade(double factor) {
        sums.replaceAll((quantity, sum) -> sum * factor);
        clients.fade(factor);
        outside.fade(factor);
    }

    private void add(Quantity quantity, double amount) {
        sums.merge(quantity, amount, Double::sum);
    }

    private void atTheGate(PublishedState now, LimitWindow window, double seconds) {
        add(Quantity.SECONDS, seconds);
        add(Quantity.IN_FLIGHT, window.meanInFlight() * seconds);
        add(Quantity.WAITED, window.limited() * seconds);
        add(Quantity.USERS_WAITED, usersWait(now.gate()) ? window.limited() * seconds : 0);
        double used = window.meanInFlight() / window.limit();
        if (used >= 0.25 && used <= 0.5) {
            band(Quantity.HALF_SECONDS, Quantity.HALF_IN_FLIGHT, Quantity.HALF_DONE, window, seconds);
        } else if (used > 0.75) {
            band(Quantity.FULL_SECONDS, Quantity.FULL_IN_FLIGHT, Quantity.FULL_DONE, window, seconds);
        }
    }

    private void band(Quantity time, Quantity inFlight, Quantity done, LimitWindow window, double seconds) {
        add(time, seconds);
        add(inFlight, window.meanInFlight() * seconds);
        add(done, window.completed());
    }

    private void inThePool(PoolCounts before, PublishedState state, double seconds) {
        PoolCounts now = state.pool();
        int kept = state.limit().decision().kept();
        add(Quantity.OVERFLOW, now.established() > now.size() ? seconds : 0);
        add(Quantity.BEYOND_SIZE, Math.max(0, now.established() - now.size()) * seconds);
        add(Quantity.ROOMY, 2 * kept <= now.size() + now.maxOverflow() ? seconds : 0);
        add(Quantity.OPENING, now.created() > before.created() ? seconds : 0);
        add(Quantity.OPENED, now.created() - before.created());
        add(Quantity.BORROWED, now.borrowed() - before.borrowed());
    }

    /** Who holds what while others wait; a client is known inside requests alone. */
    private void ofHolders(PublishedState now, double waited) {
        if (waited == 0) {
            return;
        }
        boolean users = usersWait(now.gate());
        for (Held each : now.holders().held()) {
            Caller caller = each.connection().holder().caller();
            clients.add(caller.client(), waited);
            if (users) {
                outside.add(caller.client() == null ? caller.site() : null, waited);
            }
        }
    }

    private static boolean usersWait(GateSnapshot gate) {
        return gate.backlog().getOrDefault(Priority.INTERACTIVE, 0)
                        + gate.backlog().getOrDefault(Priority.ESSENTIAL, 0)
                > 0;
    }

    private void foresee(PublishedState now, double seconds) {
        if (!now.reading().breakerClosed() || !now.reading().database().reachable() || seconds > LONGEST_SECONDS) {
            trend.forget();
        } else {
            now.reading().meanDemand().ifPresent(demand -> trend.learn(demand, seconds));
        }
    }
}
