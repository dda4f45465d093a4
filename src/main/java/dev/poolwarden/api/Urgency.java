package dev.poolwarden.api;

import dev.poolwarden.gate.Priority;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How urgent a request is by its {@code Priority} header: the member {@code u} of a Dictionary (RFC 9218, 4.1), which is read as
 * RFC 8941 says: whoever makes a mistake anywhere has said nothing.
 */
final class Urgency {

    /** Nothing that counts was said. */
    static final int UNSAID = -1;

    /** In characters, of all lines together; {@code u=7, i} is what people send. Longer ones are not read. */
    static final int LONGEST = 256;

    private static final String KEY = "[a-z*][a-z0-9_.*-]*+";
    private static final String ITEM = "(?:-?+(?:[0-9]{1,12}+[.][0-9]{1,3}+|[0-9]{1,15}+)"
            + "|\"(?:[ !#-\\[\\]-~]|\\\\[\"\\\\])*+\""
            + "|[A-Za-z*][A-Za-z0-9!#$%&'*+.^_`|~:/-]*+"
            + "|:[A-Za-z0-9+/=]*+:"
            + "|[?][01])";
    private static final String PARAMETERS = "(?:; *+" + KEY + "(?:=" + ITEM + ")?+)*+";
    private static final String INNER_LIST = "[(] *+(?:" + ITEM + PARAMETERS + "(?: ++|(?=[)])))*+[)]";
    private static final Pattern MEMBER =
            Pattern.compile("(" + KEY + ")(?:=(" + ITEM + "|" + INNER_LIST + "))?+" + PARAMETERS);
    private static final Pattern COMMA = Pattern.compile("[ \t]*+,[ \t]*+");
    private static final Pattern SPACES = Pattern.compile(" *+");
    private static final Pattern INTEGER = Pattern.compile("-0|[0-7]");

    private Urgency() {}

    /**
     * What the header's lines say.
     *
     * @return 0 (the most urgent) to 7, or {@link #UNSAID}
     */
    static int of(List<String> lines) {
        String dictionary = String.join(", ", lines);
        return dictionary.length() > LONGEST ? UNSAID : of(dictionary);
    }

    private static int of(String dictionary) {
        Matcher member = MEMBER.matcher(dictionary);
        int urgency = UNSAID;
        int at = end(SPACES, dictionary, 0);
        while (member.region(at, dictionary.length()).lookingAt()) {
            if (member.group(1).equals("u")) {
                urgency = value(member.group(2));
            }
            if (end(SPACES, dictionary, member.end()) == dictionary.length()) {
                return urgency;
            }
            at = end(COMMA, dictionary, member.end());
        }
        return UNSAID;
    }

    /** Where a match ends that begins there; there if there is none. */
    private static int end(Pattern pattern, String text, int from) {
        Matcher matcher = pattern.matcher(text).region(from, text.length());
        return matcher.lookingAt() ? matcher.end() : from;
    }

    private static int value(String item) {
        return item != null && INTEGER.matcher(item).matches() ? Math.abs(Integer.parseInt(item)) : UNSAID;
    }

    /**
     * What becomes of a priority: from 5 it is lowered to background, for anybody. Where the header is trusted, 0 and 1 raise it
     * to essential and 2 to 4 to interactive. They never lower an essential one: that range has the urgency of who says
     * nothing, and browsers name one from it by themselves.
     */
    static Priority applied(Priority own, int urgency, boolean trusted) {
        if (urgency == UNSAID) {
            return own;
        }
        Priority wanted = urgency >= 5 ? Priority.BACKGROUND : urgency >= 2 ? Priority.INTERACTIVE : Priority.ESSENTIAL;
        boolean raises = wanted.compareTo(own) < 0;
        return wanted == Priority.BACKGROUND || raises && trusted ? wanted : own;
    }
}
