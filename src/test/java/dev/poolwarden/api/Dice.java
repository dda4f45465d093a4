package dev.poolwarden.api;

import java.util.List;
import java.util.Random;

/** Chance that comes out the same for the same seed. */
final class Dice {

    /** None of them spells a name of Java's, which answers are searched for. */
    private static final String LETTERS = "bcdfghklmnprstuwz0123456789_-";

    private final Random random;

    Dice(long seed) {
        random = new Random(seed);
    }

    boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    /** From 0 to less than the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    @SafeVarargs
    final <T> T one(T... of) {
        return of[random.nextInt(of.length)];
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    String word(int length) {
        StringBuilder word = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return word.toString();
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    long number() {
        return random.nextLong();
    }
}
