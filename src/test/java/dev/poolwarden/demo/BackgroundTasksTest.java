package dev.poolwarden.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.tasks.PoolUnderPressure;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class BackgroundTasksTest {

    @Inject
    DataSource real;

    @Inject
    Sql sql;

    @Inject
    BackgroundTasks tasks;

    @Inject
    Scheduler scheduler;

    @Inject
    PoolUnderPressure poolUnderPressure;

    @ParameterizedTest
    @CsvSource({
        "SIMULATION_TICK, activities, 5", "MEETINGS, meetings, 1", "TRAINING, trainings, 1", "AWARDS, awards, 1",
        "REVIEWS, reviews, 1", "COMMUNICATIONS, notifications, 40", "COMMUNICATIONS, messages, 3",
                "SHARED_DRIVE, shared_files, 5"
    })
    void a_task_adds_its_rows(BackgroundTask task, String table, long rows) throws SQLException {
        long before = count("select count(*) from poolwarden_demo." + table);
        tasks.run(task);
        assertThat(count("select count(*) from poolwarden_demo." + table) - before)
                .isEqualTo(rows);
    }

    @Test
    void message_responses_answers_old_questions_once_and_leaves_those_that_a_request_waits_for() throws SQLException {
        sql.run("""
                insert into poolwarden_demo.messages (conversation_id, author, text, created_at)
                values (1, 'user', 'old', now() - interval '91 seconds'), (1, 'user', 'fresh', now())
                """);
        tasks.run(BackgroundTask.MESSAGE_RESPONSES);
        tasks.run(BackgroundTask.MESSAGE_RESPONSES);
        assertThat(answersTo("old")).isEqualTo(1);
        assertThat(answersTo("fresh")).isZero();
    }

    @Test
    void meetings_marks_past_ones_as_held() throws SQLException {
        sql.run("update poolwarden_demo.meetings set held = false, starts_at = now() - interval '1 hour' where id = 1");
        tasks.run(BackgroundTask.MEETINGS);
        assertThat(count("select count(*) from poolwarden_demo.meetings where not held and starts_at < now()"))
                .isZero();
    }

    @Test
    void training_goes_on() throws SQLException {
        String progress = "select sum(progress) from poolwarden_demo.trainings";
        long before = count(progress);
        tasks.run(BackgroundTask.TRAINING);
        assertThat(count(progress)).isEqualTo(before + 200);
    }

    @Test
    void employees_changes_the_status_of_ten() throws SQLException {
        sql.run("update poolwarden_demo.employees set status = 'available'");
        tasks.run(BackgroundTask.EMPLOYEES);
        assertThat(count("select count(*) from poolwarden_demo.employees where status = 'busy'"))
                .isEqualTo(10);
    }

    @Test
    void a_failing_task_tells_it_once_and_tells_its_recovery() {
        var database = new ObservedDatabase(real);
        var failing = new BackgroundTasks(database.sql(), scheduler, poolUnderPressure);
        database.isAwayFor(3);
        List<String> lines = logOf(() -> {
            for (int i = 0; i < 5; i++) {
                failing.run(BackgroundTask.EMPLOYEES);
            }
        });
        assertThat(lines)
                .containsExactly(
                        "demo-employees fails: connection refused (SQLState 08001)",
                        "demo-employees works again after 3 failed runs");
    }

    private long answersTo(String text) throws SQLException {
        return count("select count(*) from poolwarden_demo.messages where text = 'Noted: " + text + "'");
    }

    private long count(String query) throws SQLException {
        return sql.list(query, row -> row.getLong(1)).get(0);
    }

    private static List<String> logOf(Runnable work) {
        List<String> lines = new ArrayList<>();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(((org.jboss.logmanager.ExtLogRecord) line).getFormattedMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        var logger = Logger.getLogger(BackgroundTasks.class.getName());
        logger.addHandler(handler);
        try {
            work.run();
        } finally {
            logger.removeHandler(handler);
        }
        return lines;
    }
}
