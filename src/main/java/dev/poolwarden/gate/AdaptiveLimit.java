package dev.poolwarden.gate;

/**
 * Finds the smallest limit that gives nearly the best throughput, by trying: another limit is in force for a moment, both take
 * turns until the difference is clear, the better one stays. What a window says counts only while callers are kept waiting:
 * idle time teaches nothing, and moves nothing.
 *
 * <p>Throughputs are compared that are seconds apart, never with an old best or a least hold: such memories drift under
 * sustained overload, and are wrong once the database has become slower. See docs/decisions/0020.
 *
 * <p>Not thread-safe: windows come from one thread, at a steady beat; 100 ms is a good one.
 */
public final class AdaptiveLimit {

    /** Up to this capacity the limit is fixed: FIELD-NOTES, "Limits that adapt". */
    public static final int SMALL_CAPACITY = 8;

    /** From this share on a window tells what the limit does to throughput, and not what demand does. */
    private static final double LIMITED = 0.5;

    /** Only where the limit has been the bound nearly always may less be tried. */
    private static final double LIMITED_THROUGHOUT = 0.9;

    private static final double CALLED_OFF_SECONDS = 1;
    private static final double FORGOTTEN_SECONDS = 5;
    private static final double BARREN_SECONDS = 3;
    private static final double REMEMBERED_SECONDS = 1;
    private static final double CHANGED = 0.25; // in logarithms of throughput
    private static final double CHANGED_SIGMAS = 4;

    private final int floor;
    private final boolean adapts;
    private final LimitSearch search = new LimitSearch();
    private final Tally atKept = new Tally();
    private final Tally reference = new Tally();
    private final Holds holds = new Holds();
    private int capacity;
    private int kept;
    private int cutFrom; // what was kept before the capacity fell below it; 0 once something was learned since
    private int limit;
    private LimitReason reason;
    private LimitTrial trial;
    private Stay stay;
    private double restedSeconds;
    private double idleSeconds;
    private double barrenSeconds;
    private double limited = 1;

    private AdaptiveLimit(boolean adapts, int floor, int capacity, int start) {
        if (floor < 1 || capacity < 1) {
            throw new IllegalArgumentException("floor " + floor + ", capacity " + capacity + "; both are at least 1");
        }
        this.adapts = adapts;
        this.floor = floor;
        this.capacity = capacity;
        kept = fixed() ? capacity : within(start);
        limit = kept;
        reason = fixed() ? LimitReason.FIXED : LimitReason.START;
        stay = new Stay(limit, 1);
    }

    /**
     * @param floor least limit, in permits, at least 1; where the capacity is below it, the capacity counts
     * @param capacity most permits, at least 1; up to {@link #SMALL_CAPACITY} the limit stays there
     * @param start limit to begin with; brought within the bounds
     */
    public static AdaptiveLimit between(int floor, int capacity, int start) {
        return new AdaptiveLimit(true, floor, capacity, start);
    }

    /** Always at the capacity. */
    public static AdaptiveLimit fixed(int capacity) {
        return new AdaptiveLimit(false, 1, capacity, capacity);
    }

    /** The limit as it stands, and why. */
    public LimitDecision decision() {
        return new LimitDecision(limit, kept, reason);
    }

    /**
     * What the pool may open has changed: the limit stays within it from now on, and is what it was once that fits again.
     *
     * @param permits at least 1
     */
    public LimitDecision capacity(int permits) {
        if (permits < 1) {
            throw new IllegalArgumentException("capacity " + permits + "; it is at least 1");
        }
        if (permits != capacity) {
            search.restart(permits > capacity);
            capacity = permits;
            int wanted = Math.max(kept, cutFrom);
            int next = fixed() ? capacity : within(wanted);
            cutFrom = next < wanted ? wanted : 0;
            if (next != kept || within(limit) != limit || fixed()) {
                keep(next, LimitReason.CAPACITY);
            }
        }
        return decision();
    }

    /** Learns from one window; windows under another limit than the present one teach nothing. */
    public LimitDecision next(LimitWindow window) {
        holds.add(window);
        if (!fixed() && window.limit() == limit) {
            if (stalled(window)) {
                unblock();
            } else if (!stay.settling(window, holds)) {
                learn(window);
            }
        }
        return decision();
    }

    private boolean fixed() {
        return !adapts || capacity <= SMALL_CAPACITY;
    }

    private int within(int permits) {
        return Math.max(Math.min(floor, capacity), Math.min(capacity, permits));
    }

    /** Connections that leaked, or all that wait for one lock: no figure will ever say that more would be better. */
    private boolean stalled(LimitWindow window) {
        boolean barren = window.completed() == 0 && window.limited() >= LIMITED;
        barrenSeconds = barren ? barrenSeconds + window.nanos() / 1e9 : 0;
        return barrenSeconds > Math.max(BARREN_SECONDS, 10 * holds.mean());
    }

    private void unblock() {
        barrenSeconds = 0;
        if (limit < kept) {
            search.failed();
            keep(kept, LimitReason.LESS_THROUGHPUT);
        } else if (kept < capacity) {
            search.restart(false);
            keep(within(2 * Math.max(kept, limit)), LimitReason.STALLED);
        }
    }

    private void learn(LimitWindow window) {
        if (saysNothing(window)) {
            wasIdle(window);
            return;
        }
        if (idleSeconds > FORGOTTEN_SECONDS) {
            search.restart(true);
            forget();
        }
        idleSeconds = 0;
        stay.add(window);
        if (trial == null) {
            atKept(window);
            rest(window);
        } else if (limit == kept) {
            atKept(window);
            if (stay.enough(holds)) {
                goOn();
            }
        } else {
            trial.atTried().add(window);
            if (stay.enough(holds) || stay.enoughForThePlain(holds) && trial.isHopeless(atKept)) {
                judge();
            }
        }
    }

    /** Where more is tried, demand that is met at last is an answer, too. */
    private boolean saysNothing(LimitWindow window) {
        return window.limited() < LIMITED && (limit <= kept || window.completed() == 0);
    }

    private void wasIdle(LimitWindow window) {
        idleSeconds += window.nanos() / 1e9;
        if (trial != null && idleSeconds > CALLED_OFF_SECONDS) {
            keep(kept, LimitReason.NO_DEMAND);
        }
    }

    private void atKept(LimitWindow window) {
        atKept.add(window);
        double turn = trial == null ? 1 : trial.turn();
        double remembered = turn * Math.max(REMEMBERED_SECONDS, 1.6 * holds.renewal());
        atKept.forgetBeyond(remembered * 1e9 / window.nanos());
        limited += 0.1 * (window.limited() - limited);
    }

    private void rest(LimitWindow window) {
        restedSeconds += window.nanos() / 1e9;
        if (!stay.enough(holds)) {
            return;
        }
        if (reference.isEmpty()) {
            reference.takeOver(atKept);
        } else if (databaseChanged(atKept)) {
            search.restart(atKept.rate() > reference.rate());
            reference.takeOver(atKept);
        }
        if (search.resting() && restedSeconds >= search.restSeconds()) {
            search.resume();
        }
        int challenger = search.challenger(kept, within(floor), capacity);
        if (challenger < kept && limited < LIMITED_THROUGHOUT) {
            search.failed();
        } else if (challenger != kept) {
            trial = new LimitTrial(kept, challenger, search.wanted());
            move(challenger, trial.upwards() ? LimitReason.TRY_MORE : LimitReason.TRY_LESS);
        }
    }

    /** The other one's turn, unless the kept one no longer gets done what it did. */
    private void goOn() {
        if (databaseChanged(stay.tally())) {
            search.restart(stay.tally().rate() > reference.rate());
            reference.takeOver(stay.tally());
            atKept.takeOver(stay.tally());
            trial = null;
        } else if (trial.doubted()) {
            judge();
        } else {
            move(trial.tried(), reason);
        }
    }

    private boolean databaseChanged(Tally recent) {
        double change = Math.abs(Math.log(recent.rate() / reference.rate()));
        return change > CHANGED && change > CHANGED_SIGMAS * Math.sqrt(recent.variance() + reference.variance());
    }

    private void judge() {
        cutFrom = 0;
        switch (trial.judge(atKept)) {
            case BETTER -> {
                search.succeeded();
                reference.clear();
                atKept.takeOver(trial.atTried());
                int better = trial.tried();
                keep(better, trial.upwards() ? LimitReason.MORE_THROUGHPUT : LimitReason.SAME_WITH_LESS);
            }
            case WORSE -> {
                search.failed();
                keep(kept, trial.upwards() ? LimitReason.NO_GAIN : LimitReason.LESS_THROUGHPUT);
            }
            default -> move(kept, reason);
        }
    }

    private void forget() {
        atKept.clear();
        reference.clear();
        restedSeconds = 0;
    }

    private void keep(int permits, LimitReason why) {
        trial = null;
        if (permits != kept && why != LimitReason.SAME_WITH_LESS && why != LimitReason.MORE_THROUGHPUT) {
            forget();
        }
        kept = permits;
        restedSeconds = 0;
        move(permits, why);
    }

    private void move(int permits, LimitReason why) {
        if (permits != limit) {
            stay = new Stay(permits, trial == null ? 1 : trial.turn());
        }
        limit = permits;
        reason = why;
    }
}
