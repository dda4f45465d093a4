package dev.poolwarden.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Bodies that are JSON, almost JSON or none, around the member names that the API knows. */
final class HostileBodies {

    private static final int LIMIT = 64 * 1024;

    private final Dice dice;
    private List<String> members;

    HostileBodies(Dice dice) {
        this.dice = dice;
    }

    /** @param members that the body may have, or something like them */
    byte[] next(List<String> members) {
        this.members = members;
        return switch (dice.below(12)) {
            case 0 -> dice.bytes(dice.below(300));
            case 1 -> broken(object(2));
            case 2 -> encoded(object(2));
            case 3 -> ascii(nested());
            case 4 -> ascii(dice.one("", " ", "null", "true", "[]", "\"\"", "0", "{}", "{}{}", "{} x", "//", "[null]"));
            case 5 -> padded(LIMIT + dice.below(3) - 1);
            default -> ascii(object(2));
        };
    }

    private String object(int depth) {
        StringBuilder json = new StringBuilder("{");
        int count = dice.below(4);
        for (int i = 0; i <= count; i++) {
            json.append(i == 0 ? "" : ",").append(member(depth));
        }
        return json.append('}').toString();
    }

    private String member(int depth) {
        String name = dice.percent(85) ? dice.one(members) : dice.word(dice.one(0, 3, 300));
        String member = "\"" + name + "\":" + value(depth);
        return dice.percent(5) ? member + "," + member : member;
    }

    private String value(int depth) {
        return switch (dice.below(depth > 0 ? 6 : 4)) {
            case 0 -> number();
            case 1, 2 -> "\"" + text() + "\"";
            case 3 -> dice.one("null", "true", "false", "undefined", "'x'", "0x10", "TRUE");
            case 4 -> "[" + value(depth - 1) + "," + value(depth - 1) + "]";
            default -> object(depth - 1);
        };
    }

    private String number() {
        return dice.one(
                "0",
                "-0",
                "1.5",
                "1e400",
                "1E-999999999",
                "1e999999999",
                "NaN",
                "-Infinity",
                "00",
                "2147483648",
                "-9223372036854775809",
                "9".repeat(dice.one(20, 999, 1001, 5000)),
                "0." + "1".repeat(2000),
                String.valueOf(dice.number()));
    }

    private String text() {
        return dice.one(
                "",
                " ",
                "x",
                "graceful",
                "\\u0000",
                "\\ud800",
                "\\udc00\\ud800",
                "a\\ud83dz",
                "\\x",
                "\\",
                "\n",
                "\\ufeff",
                "%s%n{0}${x}",
                "<script>",
                "'; --",
                dice.word(dice.one(3, 201, 501, 4001)));
    }

    private String nested() {
        int depth = dice.one(10, 999, 1001, 20_000);
        String open = dice.one("[", "{\"" + dice.one(members) + "\":");
        String inner = open.repeat(Math.min(depth, LIMIT / 2 / open.length()));
        return dice.percent(50) ? inner : "{\"" + dice.one(members) + "\":" + inner;
    }

    private byte[] padded(int length) {
        String begin = "{\"" + dice.one(members) + "\":\"";
        return ascii(begin + "y".repeat(length - begin.length() - 2) + "\"}");
    }

    /** Cut short, or with some bytes that are no UTF-8. */
    private byte[] broken(String json) {
        byte[] bytes = ascii(json);
        if (dice.percent(40)) {
            return ascii(json.substring(0, dice.below(json.length())));
        }
        bytes[dice.below(bytes.length)] = dice.one((byte) 0xff, (byte) 0xc0, (byte) 0x80, (byte) 0, (byte) 0xf5);
        return bytes;
    }

    private byte[] encoded(String json) {
        Charset charset = dice.one(
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16BE,
                StandardCharsets.UTF_16,
                Charset.forName("UTF-32BE"),
                Charset.forName("IBM037"));
        return dice.percent(60) ? json.getBytes(charset) : withMark(json);
    }

    private static byte[] withMark(String json) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
        all.writeBytes(ascii(json));
        return all.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
