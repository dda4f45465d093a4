package dev.poolwarden.tasks;

import dev.poolwarden.pressure.HealthStatus;
import dev.poolwarden.tasks.Decision.Kind;
import dev.poolwarden.tasks.Decision.News;
import java.util.OptionalLong;

/**
 * One background task: asked for each due run, it says whether to run, to leave it out, or to wait and ask again. Knows no
 * threads and no clock; {@code now} is in ns and compared by subtraction.
 *
 * <p>Thread-safe: the object's own lock guards every field, and is held for the arithmetic alone. Nothing is called under it
 * but {@link Turns}, which has none.
 *
 * <pre>
 *   idle --offer--> RUN, SKIP                           a wait ends by resume or abandon, each with its ticket;
 *   idle --offer--> AWAIT_HEALTH --resume--> AWAIT_TURN one run waits at a time, what is due meanwhile is left out
 *   idle --offer--> AWAIT_TURN   --resume--> RUN
 * </pre>
 */
final class Task {

    private final String name;
    private final Turns turns;

    private Kind waiting;
    private long ticket;
    private HealthStatus healthAtWait;
    private boolean overdue;

    /** When the last run was let through; before the first, when the first was due. */
    private long since;

    private int heldBack;
    private long heldSince;
    private boolean restrained;
    private long skippedBefore;

    private long runs;
    private long skipped;
    private long delayed;
    private long overdueRuns;

    Task(String name, Turns turns, long now) {
        this.name = name;
        this.turns = turns;
        this.since = now;
    }

    String name() {
        return name;
    }

    /** A run is due. */
    synchronized Decision offer(TaskPolicy policy, HealthStatus health, long now) {
        Deferral deferral = policy.at(health);
        News news = restrain(deferral);
        if (waiting != null) {
            return skip(news, now);
        }
        if (deferral == Deferral.RUN) {
            return heldBack == 0 ? run(news, now) : awaitTurn(policy, news, now);
        }
        if (isOverdue(policy, now)) {
            overdue = true;
            return awaitTurn(policy, news, now);
        }
        return switch (deferral) {
            case STRETCH -> heldBack + 1 >= policy.stretch() ? run(news, now) : skip(news, now);
            case DELAY -> delay(policy, health, news, now);
            default -> skip(news, now);
        };
    }

    /** A wait is over, by its time or by a change of health. A ticket that is not the present one's is of no account. */
    synchronized Decision resume(long shown, TaskPolicy policy, HealthStatus health, long now) {
        if (waiting == null || shown != ticket) {
            return new Decision(Kind.SKIP, shown, 0, News.NONE);
        }
        if (waiting == Kind.AWAIT_TURN) {
            return run(News.NONE, now);
        }
        boolean better = health.compareTo(healthAtWait) < 0;
        boolean worse = health.compareTo(healthAtWait) > 0;
        News news = restrain(policy.at(health));
        overdue = !better && isOverdue(policy, now);
        if (better || overdue || delayLeft(policy, now) <= 0) {
            return awaitTurn(policy, news, now);
        }
        return worse && policy.at(health) == Deferral.SKIP ? giveUp(news, now) : awaitHealth(policy, health, news, now);
    }

    /** Whoever waited will not run, or cannot wait at all; counts as left out. */
    synchronized Decision abandon(long shown, long now) {
        return waiting != null && shown == ticket
                ? giveUp(News.NONE, now)
                : new Decision(Kind.SKIP, shown, 0, News.NONE);
    }

    /** Whoever should wait runs at once in its stead. */
    synchronized Decision hurry(long shown, long now) {
        return waiting != null && shown == ticket ? run(News.NONE, now) : new Decision(Kind.RUN, shown, 0, News.NONE);
    }

    synchronized TaskFigures figures(long now) {
        OptionalLong last = runs == 0 ? OptionalLong.empty() : OptionalLong.of(Math.max(0, now - since) / 1_000_000);
        return new TaskFigures(name, restrained, runs, skipped, delayed, overdueRuns, last);
    }

    private News restrain(Deferral deferral) {
        boolean before = restrained;
        restrained = deferral != Deferral.RUN;
        if (before == restrained) {
            return News.NONE;
        }
        if (restrained) {
            skippedBefore = skipped;
        }
        return restrained ? News.HELD_BACK : News.AS_USUAL;
    }

    /** Due runs left out since the task was last told to be held back. */
    synchronized long skippedMeanwhile() {
        return skipped - skippedBefore;
    }

    synchronized boolean isWaiting() {
        return waiting != null;
    }

    /** What the last wait for health began with. */
    synchronized HealthStatus healthAtWait() {
        return healthAtWait;
    }

    private boolean isOverdue(TaskPolicy policy, long now) {
        return now - since >= policy.overdueNanos();
    }

    private long delayLeft(TaskPolicy policy, long now) {
        return policy.maxDelay().toNanos() - (now - heldSince);
    }

    private Decision delay(TaskPolicy policy, HealthStatus health, News news, long now) {
        if (heldBack == 0) {
            heldSince = now;
        }
        if (delayLeft(policy, now) <= 0) {
            return awaitTurn(policy, news, now);
        }
        delayed++;
        return awaitHealth(policy, health, news, now);
    }

    private Decision awaitHealth(TaskPolicy policy, HealthStatus health, News news, long now) {
        healthAtWait = health;
        long untilOverdue = policy.overdueNanos() - (now - since);
        return await(Kind.AWAIT_HEALTH, Math.min(delayLeft(policy, now), untilOverdue), news);
    }

    private Decision awaitTurn(TaskPolicy policy, News news, long now) {
        long wait = turns.take(policy.spreadNanos(), now);
        return wait == 0 ? run(news, now) : await(Kind.AWAIT_TURN, wait, news);
    }

    private Decision await(Kind what, long nanos, News news) {
        waiting = what;
        return new Decision(what, ++ticket, nanos, news);
    }

    private Decision run(News news, long now) {
        runs++;
        overdueRuns += overdue ? 1 : 0;
        overdue = false;
        waiting = null;
        heldBack = 0;
        since = now;
        return new Decision(Kind.RUN, ticket, 0, news);
    }

    private Decision giveUp(News news, long now) {
        waiting = null;
        overdue = false;
        return skip(news, now);
    }

    private Decision skip(News news, long now) {
        skipped++;
        if (heldBack++ == 0 && waiting == null) {
            heldSince = now;
        }
        return new Decision(Kind.SKIP, ticket, 0, news);
    }
}
