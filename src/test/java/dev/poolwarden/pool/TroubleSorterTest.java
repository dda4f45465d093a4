package dev.poolwarden.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.reclaim.ConnectionReclaimedException;
import java.io.EOFException;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TroubleSorterTest {

    private final TakenBack takenBack = new TakenBack();
    private final TroubleSorter sorter = new TroubleSorter(null, takenBack);

    private static SQLException error(String state) {
        return new SQLException("it went wrong", state);
    }

    private void loseAConnection() {
        takenBack.lost(Thread.currentThread(), TakenBackTest.loss(4711));
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "53300", "57P01"})
    void trouble_with_the_database_is_fatal_and_remembered(String state) {
        SQLException error = error(state);

        assertThat(sorter.isFatal(error)).isTrue();

        assertThat((Throwable) sorter.takeTrouble()).isSameAs(error);
        assertThat((Throwable) error.getCause()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"25P03", "25P04", "57P05"})
    void a_session_that_the_server_ended_by_a_rule_is_fatal_and_no_trouble(String state) {
        assertThat(sorter.isFatal(error(state))).isTrue();

        assertThat((Throwable) sorter.takeTrouble()).isNull();
    }

    @Test
    void a_full_disk_costs_no_connection_and_is_counted() {
        assertThat(sorter.isFatal(error("53100"))).isFalse();

        assertThat((Throwable) sorter.takeTrouble()).isNull();
        assertThat(sorter.diskFull()).isEqualTo(1);
    }

    @Test
    void a_refused_write_is_remembered_unless_there_is_worse() {
        SQLException refused = error("25006");
        assertThat(sorter.isFatal(refused)).isFalse();
        assertThat((Throwable) sorter.takeTrouble()).isSameAs(refused);

        SQLException worse = error("57P01");
        sorter.isFatal(error("25006"));
        sorter.isFatal(worse);
        sorter.isFatal(error("25006"));
        assertThat((Throwable) sorter.takeTrouble()).isSameAs(worse);
        assertThat((Throwable) sorter.takeTrouble()).isNull();
    }

    @Test
    void a_sorter_of_the_application_that_fails_costs_the_connection_and_no_more() {
        TroubleSorter broken = new TroubleSorter(
                error -> {
                    throw new IllegalStateException("a sorter that fails");
                },
                takenBack);

        assertThat(broken.isFatal(error("42601"))).isTrue();
        assertThat((Throwable) broken.takeTrouble()).isNull();
    }

    @Test
    void trouble_counts_once_until_it_is_taken_however_many_errors_follow() {
        SQLException first = error("57P01");
        sorter.isFatal(first);
        sorter.isFatal(error("08006"));

        assertThat((Throwable) sorter.takeTrouble()).isSameAs(first);
        assertThat((Throwable) sorter.takeTrouble()).isNull();
    }

    @Test
    void the_next_trouble_counts_after_the_last_was_taken() {
        sorter.isFatal(error("57P01"));
        sorter.takeTrouble();
        SQLException next = error("08006");
        sorter.isFatal(next);

        assertThat((Throwable) sorter.takeTrouble()).isSameAs(next);
    }

    @Test
    void a_connection_that_was_closed_before_is_fatal_and_no_trouble() {
        assertThat(sorter.isFatal(error("08003"))).isTrue();

        assertThat((Throwable) sorter.takeTrouble()).isNull();
    }

    @Test
    void what_is_no_trouble_is_the_applications_to_judge() {
        TroubleSorter picky = new TroubleSorter(error -> "25P02".equals(error.getSQLState()), takenBack);

        assertThat(picky.isFatal(error("25P02"))).isTrue();
        assertThat(picky.isFatal(error("23505"))).isFalse();
        assertThat(sorter.isFatal(error("25P02")))
                .as("without a sorter of its own")
                .isFalse();
        assertThat((Throwable) picky.takeTrouble()).isNull();
    }

    @Test
    void trouble_is_fatal_whatever_the_application_thinks() {
        assertThat(new TroubleSorter(error -> false, takenBack).isFatal(error("08006")))
                .isTrue();
    }

    @Test
    void who_lost_its_connection_is_told_so_at_the_root_of_the_error() {
        loseAConnection();
        IOException root = new EOFException();
        SQLException error = new SQLException("an I/O error", "08006", new IOException("while sending", root));

        assertThat(sorter.isFatal(error)).isTrue();

        Throwable told = root.getCause();
        assertThat(told).isInstanceOf(ConnectionReclaimedException.class).hasMessageContaining("backend 4711");
        assertThat((Throwable) sorter.takeTrouble())
                .as("it says nothing of the database")
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"57P01", "08003"})
    void an_error_without_a_cause_is_its_own_root(String state) {
        loseAConnection();
        SQLException error = error(state);

        assertThat(sorter.isFatal(error)).isTrue();

        assertThat(error.getCause()).isInstanceOf(ConnectionReclaimedException.class);
        assertThat((Throwable) sorter.takeTrouble()).isNull();
    }

    @Test
    void where_there_can_be_no_cause_it_is_suppressed() {
        loseAConnection();
        SQLException error = new SQLException("made without a cause", "08006", null);

        assertThat(sorter.isFatal(error)).isTrue();

        assertThat(error.getCause()).isNull();
        assertThat(error.getSuppressed()).hasSize(1).hasOnlyElementsOfType(ConnectionReclaimedException.class);
        assertThat((Throwable) sorter.takeTrouble()).isNull();
    }

    @Test
    void who_was_told_already_is_not_told_again() {
        loseAConnection();
        SQLException error = error("08006");
        sorter.isFatal(error);
        Throwable told = error.getCause();

        sorter.isFatal(error);

        assertThat(error.getCause()).isSameAs(told);
        assertThat(told.getCause()).isNull();
    }

    @Test
    void a_bad_statement_of_a_thread_that_lost_a_connection_is_just_a_bad_statement() {
        loseAConnection();
        SQLException error = error("42601");

        assertThat(sorter.isFatal(error)).isFalse();

        assertThat(error.getCause()).isNull();
    }

    @Test
    void what_the_pool_closed_on_the_way_is_explained_and_the_applications_to_judge() {
        loseAConnection();
        SQLException error = new SQLException("Statement is closed");

        assertThat(sorter.isFatal(error)).isFalse();

        assertThat(error.getCause()).isInstanceOf(ConnectionReclaimedException.class);
        assertThat((Throwable) sorter.takeTrouble()).isNull();
    }

    @Test
    void who_borrows_again_after_a_loss_hears_of_real_trouble_as_such() {
        loseAConnection();
        sorter.isFatal(error("08006"));
        takenBack.forget();
        SQLException real = error("08006");

        assertThat(sorter.isFatal(real)).isTrue();

        assertThat((Throwable) sorter.takeTrouble()).isSameAs(real);
        assertThat((Throwable) real.getCause()).isNull();
    }

    @Test
    void the_loss_of_another_thread_explains_nothing() throws InterruptedException {
        Thread other = new Thread(this::loseAConnection);
        other.start();
        other.join();
        SQLException real = error("57P01");

        sorter.isFatal(real);

        assertThat((Throwable) sorter.takeTrouble()).isSameAs(real);
    }
}
