package dev.poolwarden.tasks;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduler;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Vetoed;
import jakarta.transaction.Transactional;
import java.util.List;

/** The code of docs/background-tasks.md, word for word. No bean, so that it is compiled and never scheduled. */
@Vetoed
class ExampleTasks {

    Scheduler scheduler;
    PoolUnderPressure poolUnderPressure;
    MailService mail;

    interface MailService {
        void send(String reminder);

        Uni<Void> sendAll();
    }

    void deleteOldRows() {}

    List<String> dueReminders() {
        return List.of();
    }

    void markSent(List<String> reminders) {}

    @Scheduled(every = "60s", skipExecutionIf = PoolUnderPressure.class)
    void cleanUp() {
        deleteOldRows();
    }

    void schedule() {
        scheduler
                .newJob("clean-up")
                .setInterval("60s")
                .setConcurrentExecution(ConcurrentExecution.SKIP)
                .setSkipPredicate(poolUnderPressure)
                .setTask(execution -> deleteOldRows())
                .schedule();
    }

    @Scheduled(every = "15m")
    @Deferrable(degraded = Deferral.RUN, critical = Deferral.DELAY, longestPauseSeconds = 3600)
    void invoices() {
        deleteOldRows();
    }

    @Scheduled(every = "5m")
    @Deferrable(critical = Deferral.DELAY)
    Uni<Void> newsletter() {
        return mail.sendAll();
    }

    @Transactional
    void remindHoldingAConnection() {
        List<String> due = dueReminders();
        due.forEach(mail::send); // the connection waits with us
        markSent(due);
    }

    void remind() {
        List<String> due = QuarkusTransaction.requiringNew().call(this::dueReminders);
        due.forEach(mail::send); // nothing is held here
        QuarkusTransaction.requiringNew().run(() -> markSent(due));
    }
}
