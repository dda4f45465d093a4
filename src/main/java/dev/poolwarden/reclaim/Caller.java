package dev.poolwarden.reclaim;

import java.util.regex.Pattern;

/**
 * Who borrows a connection, as far as it can be told cheaply.
 *
 * @param site where in the application: a route ({@code POST /chat/{id}}), a task, a method, at worst a thread; 1..200 characters
 * @param client on whose behalf: what a browser calls itself, else a user, else an address; null outside requests, 200
 *     characters at most
 */
public record Caller(String site, String client) {

    private static final int LONGEST = 200;
    private static final Pattern NUMBER = Pattern.compile("\\p{Nd}+");

    public Caller {
        site = shortened(site);
        client = client == null ? null : shortened(client);
    }

    /** A thread, where nothing else is known; with # for each number: threads come and go, and sites must stay few. */
    public static Caller of(Thread thread) {
        String name = thread.getName();
        if (name.isEmpty()) {
            return new Caller("virtual thread", null); // of all threads, these alone are made without a name
        }
        return new Caller("thread " + NUMBER.matcher(name).replaceAll("#"), null);
    }

    private static String shortened(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        boolean splits = Character.isHighSurrogate(text.charAt(LONGEST - 1)); // half a character is no valid text
        return text.substring(0, splits ? LONGEST - 1 : LONGEST);
    }
}
