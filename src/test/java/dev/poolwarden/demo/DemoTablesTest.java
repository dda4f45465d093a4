package dev.poolwarden.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DemoTablesTest {

    @Inject
    Sql sql;

    @AfterEach
    void restore() throws SQLException {
        drop();
        new DemoTables(sql).ensure();
    }

    @Test
    void an_empty_database_gets_every_table_filled() throws SQLException {
        drop();
        new DemoTables(sql).ensure();
        assertThat(tables())
                .hasSize(10)
                .allSatisfy(table -> assertThat(count(table)).as(table).isBetween(100L, 5_000L));
    }

    @Test
    void the_first_rows_are_the_same_on_every_machine() throws SQLException {
        drop();
        new DemoTables(sql).ensure();
        String once = fingerprint();
        drop();
        new DemoTables(sql).ensure();
        assertThat(fingerprint()).isEqualTo(once);
    }

    @Test
    void a_second_start_leaves_the_data_alone() throws SQLException {
        sql.run("delete from poolwarden_demo.awards where id > 1");
        new DemoTables(sql).ensure();
        assertThat(count("awards")).isEqualTo(1);
    }

    @Test
    void a_schema_that_holds_any_table_is_not_touched() throws SQLException {
        drop();
        sql.run("create schema poolwarden_demo; create table poolwarden_demo.a_hosts_own (id int)");
        new DemoTables(sql).ensure();
        assertThat(tables()).containsExactly("a_hosts_own");
    }

    @Test
    void an_empty_schema_made_beforehand_is_used() throws SQLException {
        drop();
        sql.run("create schema poolwarden_demo");
        new DemoTables(sql).ensure();
        assertThat(tables()).hasSize(10);
    }

    @Test
    void instances_that_start_together_do_not_collide() throws Exception {
        drop();
        var threads = Executors.newFixedThreadPool(4);
        List<Future<?>> starts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            var instance = new DemoTables(sql);
            starts.add(threads.submit(() -> {
                instance.ensure();
                return null;
            }));
        }
        for (Future<?> start : starts) {
            start.get();
        }
        threads.shutdown();
        assertThat(count("employees")).isEqualTo(200);
    }

    @Test
    void a_set_up_that_breaks_off_leaves_nothing_behind() throws SQLException {
        drop();
        // It fails half-way: a type has the name that a later table needs.
        sql.run("create schema poolwarden_demo; create type poolwarden_demo.awards as enum ('taken')");
        assertThatThrownBy(() -> new DemoTables(sql).ensure()).isInstanceOf(SQLException.class);
        assertThat(tables()).isEmpty();
    }

    private List<String> tables() throws SQLException {
        return sql.list(
                "select table_name from information_schema.tables where table_schema = 'poolwarden_demo'",
                row -> row.getString(1));
    }

    private long count(String table) throws SQLException {
        return sql.list("select count(*) from poolwarden_demo." + table, row -> row.getLong(1))
                .get(0);
    }

    private String fingerprint() throws SQLException {
        return sql.list("""
                select md5(string_agg(a.id || a.kind || a.detail || e.name || e.department, ',' order by a.id))
                from poolwarden_demo.activities a join poolwarden_demo.employees e on e.id = a.employee_id
                """, row -> row.getString(1)).get(0);
    }

    private void drop() throws SQLException {
        sql.run("drop schema if exists poolwarden_demo cascade");
    }
}
