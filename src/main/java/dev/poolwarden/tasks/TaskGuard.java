package dev.poolwarden.tasks;

import dev.poolwarden.control.PublishedState;
import dev.poolwarden.control.StateListener;
import dev.poolwarden.pressure.HealthStatus;
import dev.poolwarden.tasks.Decision.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Whom background tasks ask before each due run. Keeps one {@link Task} a name, a hundred at the most; what comes beyond shares
 * one entry, {@value #OTHERS}, and is never held back, since nobody could keep the bound for it.
 *
 * <p>Thread-safe. The monitor alone writes the health, a volatile that everybody reads; each task guards its own figures. A
 * wait holds no thread, no lock and no connection: it is a future, which ends by its time, by a change of health or by
 * {@link #close}, and then asks again.
 */
public final class TaskGuard implements StateListener, AutoCloseable {

    /** Names that have figures of their own. */
    public static final int MOST = 100;

    public static final String OTHERS = "(others)";

    private final TaskPolicy policy;
    private final LongSupplier nanoTime;
    private final TaskListener listener;
    private final Turns turns;
    private final Task others;

    /** Read without a lock; its own lock guards how many names there are, and who has been told of which. */
    private final Map<String, Task> tasks = new ConcurrentHashMap<>();

    private final List<Consumer<String>> newcomers = new CopyOnWriteArrayList<>();
    private final Set<CompletableFuture<Void>> alarms = ConcurrentHashMap.newKeySet();
    private final Set<CompletableFuture<Void>> healthAlarms = ConcurrentHashMap.newKeySet();

    /** Not known before the monitor's first word, and what is not known is never healthy. */
    private volatile HealthStatus health = HealthStatus.CRITICAL;

    private volatile boolean closed;

    /**
     * @param policy for all that do not say otherwise
     * @param nanoTime a monotonic clock, in ns
     */
    public TaskGuard(TaskPolicy policy, LongSupplier nanoTime, TaskListener listener) {
        this.policy = policy;
        this.nanoTime = nanoTime;
        this.listener = listener;
        this.turns = new Turns(nanoTime.getAsLong());
        this.others = new Task(OTHERS, turns, nanoTime.getAsLong());
    }

    public TaskPolicy policy() {
        return policy;
    }

    /**
     * A run of the task is due. The answer may take as long as {@link TaskPolicy#maxDelay} and the spread, and comes on any
     * thread: whoever works on with it moves to a thread of its own first. Cancelling it gives the run up.
     */
    public CompletableFuture<Boolean> ask(String task, TaskPolicy policy) {
        Task asked = task(task);
        TaskPolicy obeyed = obeyed(asked, policy);
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        pursue(asked, obeyed, offer(asked, obeyed), answer);
        return answer;
    }

    /**
     * As {@link #ask}, for those that must not wait: they do not take turns, and where a run should wait for better health it
     * is left out, or let through.
     */
    public boolean askAtOnce(String task, TaskPolicy policy, boolean insteadOfWaiting) {
        Task asked = task(task);
        Decision decision = offer(asked, obeyed(asked, policy));
        return switch (decision.kind()) {
            case RUN -> true;
            case SKIP -> false;
            case AWAIT_TURN ->
                asked.hurry(decision.ticket(), nanoTime.getAsLong()).kind() == Kind.RUN;
            case AWAIT_HEALTH ->
                (insteadOfWaiting
                                        ? asked.hurry(decision.ticket(), nanoTime.getAsLong())
                                        : asked.abandon(decision.ticket(), nanoTime.getAsLong()))
                                .kind()
                        == Kind.RUN;
        };
    }

    /** The tasks by name; the others last, if there are any. */
    public List<TaskFigures> figures() {
        long now = nanoTime.getAsLong();
        Stream<TaskFigures> named = tasks.values().stream()
                .map(task -> task.figures(now))
                .sorted((a, b) -> a.task().compareTo(b.task()));
        return Stream.concat(named, Stream.of(others.figures(now)).filter(figures -> figures.runs() > 0))
                .toList();
    }

    /** A task's figures at present; zeros for one that never asked. */
    public TaskFigures figures(String task) {
        Task known = task.equals(OTHERS) ? others : tasks.get(task);
        long now = nanoTime.getAsLong();
        return known == null ? new Task(task, turns, now).figures(now) : known.figures(now);
    }

    /** Whether a run of the task waits at present. */
    boolean waiting(String task) {
        Task known = tasks.get(task);
        return known != null && known.isWaiting();
    }

    /** Is told of each name once, those known already included, and of {@value #OTHERS} first. */
    public void onNewTask(Consumer<String> newcomer) {
        List<String> known;
        synchronized (tasks) {
            newcomers.add(newcomer);
            known = new ArrayList<>(tasks.keySet());
        }
        newcomer.accept(OTHERS);
        known.forEach(newcomer);
    }

    @Override
    public void changed(PublishedState before, PublishedState now) {
        become(now.assessment().health());
    }

    void become(HealthStatus now) {
        if (health != now) {
            health = now;
            healthAlarms.forEach(alarm -> alarm.complete(null));
        }
    }

    /** Ends every wait: what waits is left out, and nothing waits from now on. */
    @Override
    public void close() {
        closed = true;
        alarms.forEach(alarm -> alarm.complete(null));
    }

    private Task task(String name) {
        Task known = tasks.get(name);
        return known != null ? known : newTask(name);
    }

    private Task newTask(String name) {
        Task added = new Task(name, turns, nanoTime.getAsLong());
        synchronized (tasks) {
            Task known = tasks.get(name);
            if (known != null || tasks.size() >= MOST) {
                return known != null ? known : others;
            }
            tasks.put(name, added);
        }
        newcomers.forEach(newcomer -> newcomer.accept(name));
        return added;
    }

    private TaskPolicy obeyed(Task asked, TaskPolicy policy) {
        return asked == others ? policy.with(Deferral.RUN, Deferral.RUN, 0) : policy;
    }

    private Decision offer(Task asked, TaskPolicy policy) {
        HealthStatus seen = health;
        return told(asked, seen, asked.offer(policy, seen, nanoTime.getAsLong()));
    }

    /** Follows a run through its waits to its answer, on whichever thread ends a wait. */
    private void pursue(Task asked, TaskPolicy policy, Decision decision, CompletableFuture<Boolean> answer) {
        if (!decision.kind().waits()) {
            answer.complete(decision.kind() == Kind.RUN);
            return;
        }
        CompletableFuture<Void> alarm = new CompletableFuture<>();
        alarms.add(alarm);
        if (decision.kind() == Kind.AWAIT_HEALTH) {
            healthAlarms.add(alarm);
        }
        alarm.whenComplete((nothing, failure) -> {
            alarms.remove(alarm);
            healthAlarms.remove(alarm);
            pursue(asked, policy, next(asked, policy, decision, answer), answer);
        });
        answer.whenComplete((run, failure) -> alarm.complete(null));
        alarm.completeOnTimeout(null, decision.waitNanos(), TimeUnit.NANOSECONDS);
        if (closed || decision.kind() == Kind.AWAIT_HEALTH && health != asked.healthAtWait()) {
            alarm.complete(null); // it came between the decision and the alarm
        }
    }

    private Decision next(Task asked, TaskPolicy policy, Decision waited, CompletableFuture<Boolean> answer) {
        long now = nanoTime.getAsLong();
        if (closed || answer.isDone()) {
            return asked.abandon(waited.ticket(), now);
        }
        HealthStatus seen = health;
        return told(asked, seen, asked.resume(waited.ticket(), policy, seen, now));
    }

    private Decision told(Task asked, HealthStatus seen, Decision decision) {
        switch (decision.news()) {
            case HELD_BACK -> listener.heldBack(asked.name(), seen);
            case AS_USUAL -> listener.asUsual(asked.name(), asked.skippedMeanwhile());
            case NONE -> {}
        }
        return decision;
    }
}
