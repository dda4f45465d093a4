package dev.poolwarden.gate;

/**
 * Which limit to try next: first a quarter or four times as much, then half or twice, then a step of two fifths, then a rest,
 * which doubles as long as nothing better is found. Not thread-safe.
 */
final class LimitSearch {

    private static final double SHORTEST_REST_SECONDS = 4;
    private static final double LONGEST_REST_SECONDS = 32;

    /** The order of trials; what is found by one is followed up until it fails. */
    private enum Step {
        QUARTER(-1, 4, 0.15),
        FOURFOLD(+1, 4, 0.08),
        HALF(-1, 2, 0.12),
        DOUBLE(+1, 2, 0.08),
        SOME_LESS(-1, 1.4, 0.05),
        SOME_MORE(+1, 1.4, 0.08),
        REST(0, 1, 0);

        private final int direction;
        private final double factor;
        private final double wanted;

        Step(int direction, double factor, double wanted) {
            this.direction = direction;
            this.factor = factor;
            this.wanted = wanted;
        }
    }

    private Step step = Step.QUARTER;
    private boolean followed;
    private boolean moved;
    private double restSeconds = SHORTEST_REST_SECONDS;

    /** The limit to compare {@code kept} with; the same when it is time to rest. */
    int challenger(int kept, int floor, int capacity) {
        while (step != Step.REST) {
            int next = Math.max(floor, Math.min(capacity, next(kept)));
            if (next != kept) {
                return next;
            }
            failed();
        }
        return kept;
    }

    private int next(int kept) {
        return step.direction > 0
                ? Math.max(kept + 1, (int) Math.round(kept * step.factor))
                : Math.min(kept - 1, (int) Math.round(kept / step.factor));
    }

    /** Elasticity from which the higher limit of the present trial is worth it. */
    double wanted() {
        return step.wanted;
    }

    boolean resting() {
        return step == Step.REST;
    }

    double restSeconds() {
        return restSeconds;
    }

    /** The limit that was tried is better. */
    void succeeded() {
        followed = true;
        moved = true;
    }

    /** It is not. Where less did until now, more is known already to be no better. */
    void failed() {
        boolean skip = followed && (step == Step.QUARTER || step == Step.SOME_LESS);
        followed = false;
        step = Step.values()[Math.min(Step.REST.ordinal(), step.ordinal() + (skip ? 2 : 1))];
        if (step == Step.REST) {
            restSeconds = moved ? SHORTEST_REST_SECONDS : Math.min(LONGEST_REST_SECONDS, restSeconds * 2);
            moved = false;
        }
    }

    /** Looks again, after a rest in which nothing has changed. */
    void resume() {
        step = Step.DOUBLE;
    }

    /** Begins anew: what was found is no longer true. After {@code faster} more is tried first, else less. */
    void restart(boolean faster) {
        step = faster ? Step.DOUBLE : Step.HALF;
        followed = false;
        moved = true;
        restSeconds = SHORTEST_REST_SECONDS;
    }
}
