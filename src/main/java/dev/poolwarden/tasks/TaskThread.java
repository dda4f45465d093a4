package dev.poolwarden.tasks;

import io.quarkus.runtime.BlockingOperationControl;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/** Asks the guard in the way that fits the thread that asks. Thread-safe. */
@Singleton
class TaskThread {

    private final TaskGuard guard;
    private final TransactionManager transactions;
    private final TaskNames names = new TaskNames();

    TaskThread(TaskGuard guard, TransactionManager transactions) {
        this.guard = guard;
        this.transactions = transactions;
    }

    TaskNames names() {
        return names;
    }

    TaskPolicy policy() {
        return guard.policy();
    }

    /** Waits on this thread, if it may wait. A thread that is interrupted meanwhile has its run left out. */
    boolean mayRun(String task, TaskPolicy policy) {
        boolean holdsConnection = inTransaction();
        if (holdsConnection || !BlockingOperationControl.isBlockingAllowed()) {
            return guard.askAtOnce(task, policy, holdsConnection);
        }
        CompletableFuture<Boolean> answer = guard.ask(task, policy);
        try {
            return answer.get();
        } catch (InterruptedException e) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("The guard's answers do not fail", e);
        }
    }

    /** Needs no thread while it waits. */
    CompletableFuture<Boolean> whetherToRun(String task, TaskPolicy policy) {
        return inTransaction()
                ? CompletableFuture.completedFuture(guard.askAtOnce(task, policy, true))
                : guard.ask(task, policy);
    }

    /** Where work goes on that began on this thread: in the same Vert.x context, on its event loop or on a worker. */
    static Executor same() {
        Context context = Vertx.currentContext();
        if (context == null) {
            return Infrastructure.getDefaultWorkerPool();
        }
        if (Context.isOnEventLoopThread()) {
            return work -> context.runOnContext(nothing -> work.run());
        }
        return work -> context.executeBlocking(
                () -> {
                    work.run();
                    return null;
                },
                false);
    }

    /** Who is in a transaction has its connection, or will not give it back before the end. */
    private boolean inTransaction() {
        try {
            return transactions.getStatus() != Status.STATUS_NO_TRANSACTION;
        } catch (SystemException e) {
            throw new IllegalStateException(e);
        }
    }
}
