package dev.poolwarden.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.pressure.HealthStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the policies, the periods and the health, by seeded chance: no task pauses longer than its bound and one period. */
class TaskBoundTest {

    private static final int TASKS = 12;
    private static final int SECONDS = 4 * 3600;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void no_task_goes_without_a_run_for_longer_than_its_bound_and_one_period(long seed) {
        Random random = new Random(seed);
        long begin = Long.MAX_VALUE - Duration.ofHours(1).toNanos(); // the clock overflows meanwhile
        Turns turns = new Turns(begin);
        List<Life> lives = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            lives.add(new Life(random, turns, begin));
        }
        HealthStatus health = HealthStatus.HEALTHY;
        for (long tenth = 0; tenth < SECONDS * 10L; tenth++) {
            if (random.nextInt(3000) == 0) {
                health = HealthStatus.values()[random.nextInt(3)];
            }
            for (Life life : lives) {
                life.step(health, begin + tenth * 100_000_000L, tenth);
            }
        }
        assertThat(lives).allSatisfy(life -> {
            assertThat(life.longest).as(life.toString()).isLessThanOrEqualTo(life.allowed());
            assertThat(life.runs).isPositive();
        });
        assertThat(lives.stream().mapToLong(life -> life.skipped).sum()).isPositive();
    }

    /** A task that falls due regularly, with somebody behind it who waits when told to. */
    private static final class Life {

        private final TaskPolicy policy;
        private final int periodTenths;
        private final int phase;
        private final boolean canWait;
        private final Task task;

        private Decision waiting;
        private long wakeAt;
        private long lastRun;
        private boolean due;
        private long longest;
        private long runs;
        private long skipped;

        Life(Random random, Turns turns, long now) {
            this.policy = new TaskPolicy(
                    any(random),
                    any(random),
                    2 + random.nextInt(40),
                    Duration.ofSeconds(1 + random.nextInt(120)),
                    Duration.ofSeconds(1 + random.nextInt(900)));
            this.periodTenths = 1 + random.nextInt(random.nextBoolean() ? 6000 : 300);
            this.phase = random.nextInt(periodTenths);
            this.canWait = random.nextBoolean();
            this.task = new Task("task", turns, now);
        }

        private static Deferral any(Random random) {
            return Deferral.values()[random.nextInt(Deferral.values().length)];
        }

        long allowed() {
            return policy.longestPause().toNanos() + periodTenths * 100_000_000L + 100_000_000L; // and one step
        }

        void step(HealthStatus health, long now, long tenth) {
            if (waiting != null && now - wakeAt >= 0) {
                take(task.resume(waiting.ticket(), policy, health, now), now);
            }
            if (tenth % periodTenths == phase) {
                if (!due) {
                    due = true;
                    lastRun = now; // from its first due run on
                }
                Decision decision = task.offer(policy, health, now);
                if (decision.kind() != Decision.Kind.SKIP || waiting == null) {
                    take(decision, now);
                }
            }
            if (due) {
                longest = Math.max(longest, now - lastRun);
            }
        }

        private void take(Decision decision, long now) {
            Decision taken = decision;
            if (decision.kind().waits() && !canWait) {
                taken = decision.kind() == Decision.Kind.AWAIT_TURN
                        ? task.hurry(decision.ticket(), now)
                        : task.abandon(decision.ticket(), now);
            }
            waiting = taken.kind().waits() ? taken : null;
            wakeAt = now + taken.waitNanos();
            if (taken.kind() == Decision.Kind.RUN) {
                lastRun = now;
                runs++;
            } else if (waiting == null) {
                skipped++;
            }
        }

        @Override
        public String toString() {
            return "%s, due each %.1f s%s".formatted(policy, periodTenths / 10.0, canWait ? "" : ", cannot wait");
        }
    }
}
