package dev.poolwarden.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
class RetentionTest {

    @Inject
    Sql sql;

    @Inject
    BackgroundTasks tasks;

    @AfterEach
    void restore() throws SQLException {
        sql.run("drop schema poolwarden_demo cascade");
        new DemoTables(sql).ensure();
    }

    @Test
    void every_table_that_grows_has_a_bound() throws SQLException {
        var growing = sql.list("""
                select table_name from information_schema.tables
                where table_schema = 'poolwarden_demo' and table_name <> 'employees'
                """, row -> row.getString(1));
        assertThat(growing).containsExactlyInAnyOrderElementsOf(Retention.ROWS_KEPT.keySet());
    }

    @ParameterizedTest
    @MethodSource("tables")
    void clean_up_keeps_the_newest_rows_of_each_table(String table) throws SQLException {
        long seeded = count(table);
        int kept = Retention.ROWS_KEPT.get(table);
        flood(table, kept + 10);
        long newest = newest(table);
        tasks.run(BackgroundTask.CLEAN_UP);
        // All seeded conversations have messages.
        assertThat(count(table)).isEqualTo(table.equals("conversations") ? kept + seeded : kept);
        assertThat(newest(table)).isEqualTo(newest);
    }

    @Test
    void clean_up_does_not_wait_for_a_row_that_a_request_has_locked() throws SQLException {
        flood("awards", 1_010);
        sql.inTransaction(connection -> {
            Sql.run(connection, "select from poolwarden_demo.awards where id = 1 for update");
            tasks.run(BackgroundTask.CLEAN_UP);
            return null;
        });
        assertThat(count("awards")).isEqualTo(1_001);
    }

    static Iterable<String> tables() {
        return Retention.ROWS_KEPT.keySet();
    }

    /** Copies rows of the table until it holds more than the given number. */
    private void flood(String table, long rows) throws SQLException {
        String columns = sql.list("""
                select string_agg(column_name, ', ') from information_schema.columns
                where table_schema = 'poolwarden_demo' and table_name = ? and column_name not in ('id', 'answers')
                """, row -> row.getString(1), table).get(0);
        String questions = table.equals("messages") ? "where author = 'user'" : "";
        while (count(table) <= rows) {
            sql.run("insert into poolwarden_demo.%1$s (%2$s) select %2$s from poolwarden_demo.%1$s %3$s"
                    .formatted(table, columns, questions));
        }
    }

    private long count(String table) throws SQLException {
        return sql.list("select count(*) from poolwarden_demo." + table, row -> row.getLong(1))
                .get(0);
    }

    private long newest(String table) throws SQLException {
        return sql.list("select max(id) from poolwarden_demo." + table, row -> row.getLong(1))
                .get(0);
    }
}
