package dev.poolwarden.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.UUID;

/** Header lines that somebody may send; none of them says how long a body is. */
final class HostileHeaders {

    private final Dice dice;

    HostileHeaders(Dice dice) {
        this.dice = dice;
    }

    /** Lines that are HTTP, whatever they mean. */
    String proper() {
        return switch (dice.below(16)) {
            case 0 ->
                "Accept: " + dice.one("text/html", "*/*;q=2", ";;;", "a/b/c", "", "*", "application/xml", many("a/b"));
            case 1 -> "If-None-Match: " + dice.one("*", "\"", "W/", "\"x\", W/\"y\"", ",,,", many("\"z\""));
            case 2 -> "Priority: " + dice.one("u=9", "background", "u=-1, i", "u=99999999999", "((", "");
            case 3 -> authorization();
            case 4 -> "Cookie: " + dice.one("=;;;", "q_session=x", "s=\"", "a=b; a=c", many("k=v"), "");
            case 5 -> "Content-Encoding: " + dice.one("gzip", "br", "deflate", "identity", "gzip, gzip");
            case 6 -> "Range: " + dice.one("bytes=0-0", "bytes=-1", "bytes=9-1", "bytes=" + many("0-0"));
            case 7 -> "Origin: " + dice.one("null", "https://evil.example", "::", "http://localhost:1", "");
            case 8 -> "Sec-Fetch-Site: " + dice.one("cross-site", "none", "same-origin", "x");
            case 9 -> "Access-Control-Request-Method: " + dice.one("POST", "BREW", "");
            case 10 ->
                "Poolwarden-Client: " + dice.one(new UUID(dice.number(), dice.number()).toString(), "x", many("x"));
            case 11 -> forwarded();
            case 12 -> "X-HTTP-Method-Override: " + dice.one("DELETE", "POST");
            case 13 ->
                "Accept-" + dice.one("Encoding", "Language", "Charset") + ": "
                        + dice.one("gzip", "*;q=0", "xx-", many("en"));
            case 14 -> "X-" + dice.word(dice.one(1, 200)) + ": " + dice.word(dice.one(0, 3000));
            default ->
                dice.one("Referer", "User-Agent", "If-Modified-Since", "If-Match", "TE", "Via", "Date") + ": "
                        + dice.one("", "x", "Thu, 99 Foo 0000", "\u00ff\u00fe\u0080", "%00%s${x}", many("x"));
        };
    }

    /** Nobody's sign-in: rarely one that is checked, since those that follow it wait. */
    private String authorization() {
        String wrong = dice.percent(25)
                ? "Basic "
                        + base64(dice.one(
                                "ada:xx", ":", "ada:", "\u0000:\u0000", "eve:" + dice.word(100), "\u00ff:\u00fe"))
                : dice.one(
                        "Basic",
                        "Basic ",
                        "Basic !!!",
                        "basic YWRh",
                        "Bearer x",
                        "Digest username=\"ada\"",
                        "Negotiate =",
                        "x",
                        "");
        return "Authorization: " + wrong;
    }

    private String forwarded() {
        return dice.one(
                        "Forwarded: for=",
                        "X-Forwarded-For: ",
                        "X-Forwarded-Host: ",
                        "X-Forwarded-Proto: ",
                        "X-Forwarded-Prefix: ")
                + dice.one("127.0.0.1", "[::1]:x", "unknown", "evil.example", "/..", "");
    }

    /** What is no HTTP any more, or another protocol. */
    String improper() {
        return dice.one(
                "no colon",
                ": no name",
                "Spaced : x",
                "X-Nul: a\u0000b",
                "X-Folded: a\r\n b",
                "X-Bare: a\nX-Other: b",
                "X-Return: a\rb",
                "H\u00e9: x",
                "Host: other.example",
                "Host: :::",
                "Expect: " + dice.one("100-continue", "200-ok"),
                "Connection: " + dice.one("close", "upgrade", "keep-alive, x", "Host"),
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: "
                        + dice.one("AAMAAABkAAQAAP__", "!!!", ""),
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                        + dice.one("dGhlIHNhbXBsZSBub25jZQ==", "x"),
                "X-Huge: " + "h".repeat(dice.one(15_000, 16_500, 40_000)),
                ("X-Many: y\r\n").repeat(dice.one(100, 3_000)) + "X-Last: y");
    }

    private String many(String item) {
        return String.join(", ", Collections.nCopies(dice.one(2, 500), item));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
