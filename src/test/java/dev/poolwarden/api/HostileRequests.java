package dev.poolwarden.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Requests that no frontend sends, one after the other, the same for the same seed. */
final class HostileRequests {

    private static final List<String> OTHERS = List.of(
            "/",
            "/index.html",
            "/q",
            "/q/",
            "/q/health",
            "/q/health/live",
            "/q/health/ready",
            "/q/health/started",
            "/q/metrics",
            "/q/openapi",
            "/q/swagger-ui",
            "/q/dev-ui",
            "/q/arc/beans",
            "/api",
            "/assets/x.js",
            "/favicon.ico",
            "/META-INF/MANIFEST.MF",
            "/application.properties",
            "/.env",
            "/.git/config",
            "*");
    private static final List<String> TRICKS = List.of(
            "/..",
            "/../..",
            "/%2e%2e",
            "/%2e%2e%2f",
            "//",
            "/.",
            ";x=y",
            ";",
            "%00",
            "%2f",
            "%5c",
            "/%c0%ae",
            "%",
            "%zz",
            "\\",
            " ",
            "\u00e9",
            "%ff",
            "%F0%9F%98%80",
            "#x",
            "?",
            "/~",
            ":");

    private final Dice dice;
    private final DescribedApi api;
    private final HostileHeaders headers;
    private final HostileBodies bodies;

    HostileRequests(long seed, DescribedApi api) {
        dice = new Dice(seed);
        this.api = api;
        headers = new HostileHeaders(dice);
        bodies = new HostileBodies(dice);
    }

    HostileRequest next() {
        return dice.percent(1) ? noise() : request();
    }

    /** Other protocols: HTTP/2 without asking, TLS, bytes. */
    private HostileRequest noise() {
        byte[] junk = dice.bytes(dice.below(2000));
        String begin =
                dice.one("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\u0016\u0003\u0001\u0002\u0000\u0001", "\r\n\r\n", "");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(begin.getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(junk);
        return new HostileRequest("", "noise", all.toByteArray(), false, false);
    }

    private HostileRequest request() {
        DescribedApi.Endpoint endpoint = dice.one(api.endpoints());
        String method = dice.percent(60) ? endpoint.method() : method();
        String target = target(endpoint.path()) + query();
        String version = dice.percent(98) ? "HTTP/1.1" : dice.one("HTTP/1.0", "HTTP/9.9", "HTTP/2.0", "http/1.1", "");
        List<String> lines = new ArrayList<>(List.of(method + " " + target + " " + version, "Host: localhost"));
        for (int i = dice.below(4); i > 0; i--) {
            lines.add(headers.proper());
        }
        boolean odd = dice.percent(8);
        if (odd) {
            lines.add(1 + dice.below(lines.size()), headers.improper());
        }
        boolean plain = !odd
                && version.equals("HTTP/1.1")
                && method.matches("[A-Z]+")
                && !method.equals("CONNECT")
                && target.matches("[/!-~]{1,4000}");
        return dice.percent(method.equals("POST") ? 90 : 15)
                ? withBody(method, target, lines, body(endpoint), plain)
                : request(method, target, lines, new byte[0], plain, plain);
    }

    private String method() {
        return dice.percent(70)
                ? dice.one("GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE")
                : dice.one("BREW", "CONNECT", "get", "PRI", "G\u0000T", "", "Z".repeat(1000), "<x>", dice.word(8));
    }

    private String target(String described) {
        String path =
                dice.percent(75) ? described : dice.percent(60) ? dice.one(OTHERS) : "/" + dice.word(dice.one(5, 500));
        while (path.contains("{")) {
            path = path.replaceFirst(
                    "\\{[^}]*}", dice.one("1", "0", "-1", "x", "1.5", "9".repeat(30), "%20", "null", "1%00"));
        }
        return dice.percent(88) ? path : tricked(path);
    }

    private String tricked(String path) {
        int at = dice.below(path.length() + 1);
        String tricked = path.substring(0, at) + dice.one(TRICKS) + path.substring(at);
        return dice.percent(5) ? dice.one("http://evil.example", "//evil.example", "x") + tricked : tricked;
    }

    private String query() {
        return dice.percent(70)
                ? ""
                : "?"
                        + dice.one(
                                "limit=7",
                                "limit=-1",
                                "limit=x",
                                "limit",
                                "limit=1&limit=2",
                                "format=json",
                                "x=%zz",
                                "=",
                                "&&&",
                                "%00=%00",
                                "a[]=1",
                                "q=\u00ff",
                                "x".repeat(dice.one(10, 3000, 5000)),
                                "z=" + dice.word(30),
                                "name[]=x");
    }

    private byte[] body(DescribedApi.Endpoint endpoint) {
        return bodies.next(endpoint.members().isEmpty() || dice.percent(20) ? api.members() : endpoint.members());
    }

    private HostileRequest withBody(String method, String target, List<String> lines, byte[] body, boolean plain) {
        lines.add("Content-Type: "
                + (dice.percent(80)
                        ? dice.one("application/json", "application/json; charset=utf-8")
                        : dice.one(
                                "text/plain",
                                "application/xml",
                                "x",
                                "",
                                "application/json; charset=nonsense",
                                "multipart/form-data; boundary=x",
                                "multipart/form-data",
                                "application/x-www-form-urlencoded",
                                "application/json;;;=")));
        return switch (dice.below(20)) {
            case 0, 1, 2 -> {
                lines.add("Transfer-Encoding: chunked");
                yield request(method, target, lines, chunked(body), plain, plain);
            }
            case 3 -> {
                lines.add("Content-Length: "
                        + dice.one("-1", "x", "1, 2", "", "99999999999999999999", "0x10", "1\r\nContent-Length: 2"));
                yield request(method, target, lines, body, false, false);
            }
            case 4 -> {
                lines.add("Content-Length: " + (body.length + dice.one(-1, 1, 5, 100_000, 2_000_000_000)));
                yield request(method, target, lines, body, false, false);
            }
            case 5 -> {
                lines.add("Transfer-Encoding: " + dice.one("chunked", "gzip, chunked", "x", "chunked, identity"));
                lines.add("Content-Length: " + body.length);
                yield request(method, target, lines, dice.percent(50) ? chunked(body) : body, false, false);
            }
            default -> {
                lines.add("Content-Length: " + body.length);
                yield request(method, target, lines, body, plain, plain && body.length <= 64 * 1024);
            }
        };
    }

    /** In pieces, some with an extension; now and then the end is missing or wrong. */
    private byte[] chunked(byte[] body) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int at = 0; at < body.length; ) {
            int size = Math.min(body.length - at, 1 + dice.below(20_000));
            all.writeBytes((Integer.toHexString(size) + dice.one("", "", ";x=y") + "\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            all.write(body, at, size);
            all.writeBytes(new byte[] {'\r', '\n'});
            at += size;
        }
        all.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        return all.toByteArray();
    }

    private static HostileRequest request(
            String method, String target, List<String> lines, byte[] body, boolean proper, boolean reusable) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(body);
        return new HostileRequest(method, target, all.toByteArray(), proper, reusable);
    }
}
