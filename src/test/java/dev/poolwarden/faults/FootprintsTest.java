package dev.poolwarden.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FootprintsTest {

    private static final Footprints.Growth ALLOWED = new Footprints.Growth(0.2, 10, 10, 20);

    private final Findings findings = new Findings();
    private final Footprints footprints = new Footprints();

    @Test
    void a_process_that_stays_as_it_is_is_flat() {
        grow(0, 0, 0, 0);

        assertThat(grown()).isEmpty();
    }

    @Test
    void garbage_is_no_growth() {
        for (int i = 0; i < 100; i++) {
            footprints.add(new Footprint(30 + i % 10 * 9, 300, 20, i, 50));
        }

        assertThat(grown()).isEmpty();
    }

    @Test
    void a_heap_that_keeps_more_and_more_is_found() {
        grow(1, 0, 0, 0);

        assertThat(grown()).singleElement().asString().contains("heap");
    }

    @Test
    void memory_outside_of_the_heap_that_becomes_more_is_found() {
        grow(0, 2, 0, 0);

        assertThat(grown()).singleElement().asString().contains("resident");
    }

    @Test
    void threads_that_become_more_are_found() {
        grow(0, 0, 1, 0);

        assertThat(grown()).singleElement().asString().contains("threads");
    }

    @Test
    void files_that_stay_open_are_found() {
        grow(0, 0, 0, 1);

        assertThat(grown()).singleElement().asString().contains("files");
    }

    /** So much more at each of a hundred looks. */
    private void grow(double heapMb, double residentMb, int threads, int files) {
        for (int i = 0; i < 100; i++) {
            footprints.add(new Footprint(30 + i * heapMb, 300 + i * residentMb, 20 + i * threads, 0, 50 + i * files));
        }
    }

    private List<String> grown() {
        footprints.check(findings, ALLOWED);
        return findings.violations(Invariant.FLAT);
    }
}
