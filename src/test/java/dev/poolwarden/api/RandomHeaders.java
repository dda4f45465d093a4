package dev.poolwarden.api;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Headers that nobody would write: pieces of good ones in any order, and any characters; the same ones each time. */
final class RandomHeaders {

    private static final int CASES = 20_000;
    private static final int LONGEST = 700;

    private RandomHeaders() {}

    static void of(List<String> pieces, Consumer<List<String>> property) {
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < CASES; i++) {
            property.accept(Stream.generate(() -> line(pieces, random))
                    .limit(random.nextInt(3))
                    .toList());
        }
    }

    private static String line(List<String> pieces, SplittableRandom random) {
        int longest = 1 + random.nextInt(random.nextInt(4) == 0 ? LONGEST : 12);
        boolean anything = random.nextInt(10) == 0;
        StringBuilder line = new StringBuilder();
        while (line.length() < longest) {
            line.append(anything ? (char) random.nextInt(0x10000) + "" : pieces.get(random.nextInt(pieces.size())));
        }
        return line.toString();
    }
}
