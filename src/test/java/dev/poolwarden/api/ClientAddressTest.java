package dev.poolwarden.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "::ffff:192.0.2.1, 192.0.2.1",
        "::ffff:c000:201, 192.0.2.1",
        "2001:db8:1:2:3:4:5:6, 2001:0db8:0001:0002::/64",
        "2001:db8:1:2::, 2001:0db8:0001:0002::/64",
        "2001:DB8:1:3::1, 2001:0db8:0001:0003::/64",
        "fe80::1%eth0, fe80:0000:0000:0000::/64",
        "::1, 0000:0000:0000:0000::/64"
    })
    void a_client_is_an_ipv4_address_or_a_network_of_ipv6(String address, String client) {
        assertThat(ClientAddress.of(address)).isEqualTo(client);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "_hidden", "192.0.2", "2001:db8:::1", "192.0.2.1\nWARN forged"})
    void what_is_no_address_is_not_repeated(String text) {
        assertThat(ClientAddress.of(text)).isEqualTo(ClientAddress.UNKNOWN);
    }

    @Test
    void who_comes_by_no_network_is_unknown() {
        assertThat(ClientAddress.of((SocketAddress) null)).isEqualTo(ClientAddress.UNKNOWN);
        assertThat(ClientAddress.of(SocketAddress.domainSocketAddress("/run/x")))
                .isEqualTo(ClientAddress.UNKNOWN);
        assertThat(ClientAddress.of(SocketAddress.inetSocketAddress(1, "somewhere")))
                .isEqualTo(ClientAddress.UNKNOWN);
    }

    @Test
    void a_socket_s_address_is_its_address() {
        assertThat(ClientAddress.of(SocketAddress.inetSocketAddress(1, "192.0.2.1")))
                .isEqualTo("192.0.2.1");
    }
}
