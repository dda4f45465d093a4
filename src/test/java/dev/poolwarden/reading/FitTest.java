package dev.poolwarden.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.poolwarden.reading.Fit.Limit;
import dev.poolwarden.reading.Fit.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FitTest {

    @ParameterizedTest
    @CsvSource({
        // allowed, kept, others, left free; what fits of 20 + 10
        "100, 3, 0, 2, 30",
        "100, 3, 64, 2, 30",
        "100, 3, 65, 2, 29",
        "20, 3, 0, 2, 14",
        "20, 3, 0, 0, 16",
        "20, 3, 13, 2, 1",
        "20, 3, 14, 2, 0",
        "20, 3, 17, 2, 0",
        "20, 3, 20, 2, 0",
        "20, 3, 0, 1000, 0"
    })
    void what_others_use_what_stays_free_and_the_reserved_connection_come_first(
            int allowed, int kept, int others, int leftFree, int fits) {
        assertThat(fit(server(allowed, kept, others, leftFree)).fits()).isEqualTo(fits);
    }

    @Test
    void the_least_of_the_limits_counts_whichever_it_is() {
        Limit roomy = server(100, 3, 0, 2);
        assertThat(fit(roomy, database(10, 4)).fits()).isEqualTo(5);
        assertThat(fit(roomy, role(5, 0)).fits()).isEqualTo(4);
        assertThat(fit(roomy, database(10, 4), role(5, 0)).fits()).isEqualTo(4);
        assertThat(fit(server(20, 3, 14, 2), database(10, 0), role(5, 0)).fits())
                .isZero();
        assertThat(fit(roomy, role(0, 0)).fits()).isZero();
    }

    @Test
    void names_the_limit_that_leaves_the_least_room_and_the_wider_one_of_two_alike() {
        assertThat(fit(server(100, 3, 0, 2), database(10, 4), role(5, 0)).tightest())
                .hasValue(role(5, 0));
        assertThat(fit(database(5, 0), server(10, 3, 0, 2)).tightest()).hasValue(server(10, 3, 0, 2));
    }

    @Test
    void where_many_share_what_the_server_allows_everything_fits() {
        Fit shared = fit();
        assertThat(shared.fits()).isEqualTo(30);
        assertThat(shared.isWhole()).isTrue();
        assertThat(shared.granted(0)).isEqualTo(30);
        assertThat(shared.tightest()).isEmpty();
    }

    @Test
    void it_is_whole_only_when_all_that_is_set_fits() {
        assertThat(fit(server(36, 3, 0, 2)).isWhole()).isTrue();
        assertThat(fit(server(35, 3, 0, 2)).isWhole()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        // others, open; what may be used
        "0, 0, 14",
        "0, 14, 14",
        "4, 14, 14",
        "4, 3, 10",
        "17, 2, 2",
        "17, 0, 0",
        "0, 40, 16"
    })
    void what_is_open_may_be_used_though_others_have_taken_the_room_since(int others, int open, int granted) {
        assertThat(fit(server(20, 3, others, 2)).granted(open)).isEqualTo(granted);
    }

    @Test
    void a_limit_that_was_lowered_takes_from_what_is_open() {
        assertThat(fit(server(100, 3, 0, 2), role(3, 0)).granted(8)).isEqualTo(2);
        assertThat(fit(server(100, 3, 0, 2), role(0, 0)).granted(8)).isZero();
    }

    @Test
    void others_that_come_and_go_are_news_only_when_they_change_what_fits() {
        Fit whole = fit(server(100, 3, 10, 2));
        assertThat(whole.saysTheSame(fit(server(100, 3, 40, 2)))).isTrue();
        assertThat(whole.saysTheSame(fit(server(100, 3, 70, 2)))).isFalse();
        assertThat(whole.saysTheSame(fit(server(90, 3, 10, 2)))).isFalse();
        assertThat(whole.saysTheSame(fit())).isFalse();
        assertThat(fit(server(20, 3, 5, 2)).saysTheSame(fit(server(20, 3, 6, 2))))
                .isFalse();
    }

    @Test
    void a_limit_is_never_negative() {
        assertThatIllegalArgumentException().isThrownBy(() -> server(-1, 3, 0, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> server(20, -1, 0, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> server(20, 3, -1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> server(20, 3, 0, -1));
    }

    private static Fit fit(Limit... limits) {
        return new Fit(20, 10, List.of(limits));
    }

    private static Limit server(int allowed, int kept, int others, int leftFree) {
        return new Limit(Scope.SERVER, allowed, kept, others, leftFree);
    }

    private static Limit database(int allowed, int others) {
        return new Limit(Scope.DATABASE, allowed, 0, others, 0);
    }

    private static Limit role(int allowed, int others) {
        return new Limit(Scope.ROLE, allowed, 0, others, 0);
    }
}
