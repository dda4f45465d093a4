package dev.poolwarden.api;

import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import java.util.HexFormat;

/** From where a request comes, as far as it tells one client from another. */
final class ClientAddress {

    /** For who has no address of the network, such as a caller by a socket in the file system. */
    static final String UNKNOWN = "unknown";

    private static final int IPV6_BYTES = 16;
    private static final int IPV6_NETWORK_DIGITS = 16; // of 64 bits, which is what one client is given

    private ClientAddress() {}

    static String of(SocketAddress address) {
        return address == null || address.hostAddress() == null ? UNKNOWN : of(address.hostAddress());
    }

    /** An IPv4 address as it is, of an IPv6 address its /64, which one client has all to itself. */
    static String of(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null) {
            return UNKNOWN;
        }
        if (bytes.length == IPV6_BYTES && isIpv4Mapped(bytes)) {
            return NetUtil.bytesToIpAddress(bytes, IPV6_BYTES - 4, 4);
        }
        return bytes.length == IPV6_BYTES ? network(bytes) : NetUtil.bytesToIpAddress(bytes);
    }

    private static String network(byte[] bytes) {
        String digits = HexFormat.of().formatHex(bytes).substring(0, IPV6_NETWORK_DIGITS);
        return digits.replaceAll("(.{4})", "$1:") + ":/64";
    }

    /** As a socket of both families names an IPv4 client: ::ffff:192.0.2.1. */
    private static boolean isIpv4Mapped(byte[] bytes) {
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes[10] == (byte) 0xff && bytes[11] == (byte) 0xff;
    }
}
