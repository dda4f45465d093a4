package dev.poolwarden.api;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a client is ready to wait, by its {@code Prefer: wait=}; RFC 7240. Lists with a mistake say nothing. */
final class WaitPreference {

    /** Nothing that counts was said. */
    static final int UNSAID = -1;

    /** In characters, of all headers together. Longer ones are not read. */
    static final int LONGEST = 512;

    private static final String SPACE = "[ \t]*+";
    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]++";
    private static final String QUOTED = "\"(?:[\t !#-\\[\\]-~\u0080-\u00ff]|\\\\[\t -~\u0080-\u00ff])*+\"";
    private static final String EQUALS = SPACE + "=" + SPACE;
    private static final String WORD = "(?:" + TOKEN + "|" + QUOTED + ")";
    private static final String PARAMETER = SPACE + ";" + SPACE + "(?:" + TOKEN + "(?:" + EQUALS + WORD + "?+)?+)?+";
    private static final Pattern PREFERENCE =
            Pattern.compile("(" + TOKEN + ")(?:" + EQUALS + "(" + WORD + "?+))?+(?:" + PARAMETER + ")*+");

    /** There may be nothing between two of them, before the first and after the last. */
    private static final Pattern COMMAS = Pattern.compile("(?:[ \t]|(,))*+");

    private static final Pattern SECONDS = Pattern.compile("\"?+([0-9]{1,9})\"?+");

    private WaitPreference() {}

    /**
     * What the headers say; of several waits the first one counts.
     *
     * @return 0 to 999 999 999 s, or {@link #UNSAID}
     */
    static int of(List<String> headers) {
        String list = String.join(",", headers);
        return list.length() > LONGEST ? UNSAID : of(list);
    }

    private static int of(String list) {
        String wait = null;
        Matcher preference = PREFERENCE.matcher(list);
        Matcher commas = COMMAS.matcher(list);
        boolean separated = true;
        for (int at = 0; commas.region(at, list.length()).lookingAt(); at = preference.end()) {
            separated |= commas.group(1) != null;
            if (commas.end() == list.length()) {
                return wait == null ? UNSAID : seconds(wait);
            }
            if (!separated || !preference.region(commas.end(), list.length()).lookingAt()) {
                return UNSAID;
            }
            if (wait == null && preference.group(1).equalsIgnoreCase("wait")) {
                wait = preference.group(2) == null ? "" : preference.group(2);
            }
            separated = false;
        }
        return UNSAID;
    }

    private static int seconds(String word) {
        Matcher seconds = SECONDS.matcher(word);
        return seconds.matches() ? Integer.parseInt(seconds.group(1)) : UNSAID;
    }
}
