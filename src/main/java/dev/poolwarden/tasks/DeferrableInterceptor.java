package dev.poolwarden.tasks;

import io.quarkus.arc.Subclass;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Obeys {@link Deferrable}. Comes before the transaction begins, whose interceptor has a higher number: who waits has none. */
@Deferrable
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 150)
class DeferrableInterceptor {

    private final TaskThread thread;

    DeferrableInterceptor(TaskThread thread) {
        this.thread = thread;
    }

    @AroundInvoke
    Object defer(InvocationContext call) throws Exception {
        Method method = call.getMethod();
        String task = thread.names().of(bean(call).getName(), method.getName());
        TaskPolicy policy = policy(call.getInterceptorBinding(Deferrable.class));
        if (method.getReturnType() == Uni.class) {
            return uni(call, task, policy);
        }
        if (CompletionStage.class.isAssignableFrom(method.getReturnType())) {
            return stage(call, task, policy);
        }
        return thread.mayRun(task, policy) ? call.proceed() : null;
    }

    /** Beans that inherit a method from one class are as many tasks. */
    private static Class<?> bean(InvocationContext call) {
        Class<?> type = call.getTarget().getClass();
        return call.getTarget() instanceof Subclass ? type.getSuperclass() : type;
    }

    private TaskPolicy policy(Deferrable wish) {
        return thread.policy().with(first(wish.degraded()), first(wish.critical()), wish.longestPauseSeconds());
    }

    private static Deferral first(Deferral[] wish) {
        return wish.length == 0 ? null : wish[0];
    }

    /** Asks when it is subscribed to, once a subscription; who cancels gives the run up. */
    private Uni<?> uni(InvocationContext call, String task, TaskPolicy policy) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<Boolean> answer = thread.whetherToRun(task, policy);
            Uni<Boolean> may = answer.isDone()
                    ? Uni.createFrom().item(answer.join())
                    : Uni.createFrom().completionStage(answer).emitOn(TaskThread.same());
            return may.chain(Unchecked.function(
                    run -> run ? (Uni<?>) call.proceed() : Uni.createFrom().nullItem()));
        });
    }

    private CompletionStage<?> stage(InvocationContext call, String task, TaskPolicy policy) throws Exception {
        CompletableFuture<Boolean> answer = thread.whetherToRun(task, policy);
        if (answer.isDone()) {
            return answer.join() ? (CompletionStage<?>) call.proceed() : CompletableFuture.completedFuture(null);
        }
        Executor same = TaskThread.same();
        return answer.thenComposeAsync(run -> run ? proceed(call) : CompletableFuture.completedFuture(null), same);
    }

    private static CompletionStage<?> proceed(InvocationContext call) {
        try {
            return (CompletionStage<?>) call.proceed();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
