package dev.poolwarden.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.poolwarden.api.PollingClients.Figures;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PollingClientsTest {

    private static final long START = Long.MAX_VALUE - Duration.ofSeconds(30).toNanos(); // wraps within the minute
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final int MOST = 10_000;

    private final PollingClients clients = new PollingClients();

    @Test
    void nobody_has_polled_at_the_start() {
        assertThat(clients.figures(1, START)).isEqualTo(new Figures(0, 0));
    }

    @Test
    void a_client_that_polls_twice_counts_once() {
        String client = client(1);
        clients.polled(client, 1, START);
        clients.polled(client, 1, START + 1);
        assertThat(clients.figures(1, START + 2)).isEqualTo(new Figures(1, 1));
    }

    @Test
    void the_case_of_its_letters_makes_no_second_client() {
        clients.polled("0000000a-0000-4000-8000-00000000000b", 1, START);
        clients.polled("0000000A-0000-4000-8000-00000000000B", 1, START);
        assertThat(clients.figures(1, START).polledLastMinute()).isEqualTo(1);
    }

    @Test
    void in_sync_is_who_got_the_present_revision_last() {
        clients.polled(client(1), 1, START);
        clients.polled(client(2), 1, START);
        clients.polled(client(2), 2, START);
        assertThat(clients.figures(2, START)).isEqualTo(new Figures(2, 1));
        assertThat(clients.figures(3, START)).isEqualTo(new Figures(2, 0));
    }

    @Test
    void who_polled_more_than_a_minute_ago_is_forgotten() {
        clients.polled(client(1), 1, START);
        clients.polled(client(2), 1, START + 1);
        assertThat(clients.figures(1, START + MINUTE).polledLastMinute()).isEqualTo(2);
        assertThat(clients.figures(1, START + MINUTE + 1).polledLastMinute()).isEqualTo(1);
        assertThat(clients.figures(1, START + MINUTE + 2).polledLastMinute()).isZero();
    }

    @Test
    void a_poll_makes_a_client_the_youngest_again() {
        clients.polled(client(1), 1, START);
        clients.polled(client(2), 1, START + 1);
        clients.polled(client(1), 1, START + MINUTE);
        assertThat(clients.figures(1, START + MINUTE + 2)).isEqualTo(new Figures(1, 1));
    }

    @Test
    void of_too_many_clients_the_oldest_are_forgotten() {
        clients.polled(client(0), 1, START);
        for (int i = 1; i <= MOST; i++) {
            clients.polled(client(i), 2, START);
        }
        assertThat(clients.figures(1, START)).isEqualTo(new Figures(MOST, 0));
        assertThat(clients.figures(2, START)).isEqualTo(new Figures(MOST, MOST));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "x",
                "1-1-1-1-1",
                "00000000-0000-4000-8000-0000000000000",
                "0000000000004000800000000000000000000",
                "zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz",
                "------------------------------------",
                "<script>alert(document.domain)</scri>"
            })
    void what_is_no_uuid_is_not_counted(String garbage) {
        clients.polled(garbage, 1, START);
        assertThat(clients.figures(1, START)).isEqualTo(new Figures(0, 0));
    }

    private static String client(int number) {
        return new UUID(1, number).toString();
    }
}
