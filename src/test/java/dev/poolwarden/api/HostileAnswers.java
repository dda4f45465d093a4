package dev.poolwarden.api;

import dev.poolwarden.api.RawConnection.Answer;
import java.util.regex.Pattern;

/** What no answer may be, whatever was asked. */
final class HostileAnswers {

    private static final Pattern SECRET =
            Pattern.compile("correct horse|\\$2[aby]\\$|jdbc:|postgres(ql)?:|poolwarden_demo|passwor[dt]=");
    private static final Pattern SQL = Pattern.compile(
            "(?i)\\bselect\\b.*\\bfrom\\b|\\binsert into\\b|\\bupdate\\b.*\\bset\\b|sqlstate|relation \"|org.postgresql");

    private HostileAnswers() {}

    /** What is wrong with the answer; null if nothing is. */
    static String complaint(HostileRequest request, Answer answer) {
        if (answer == null) {
            return HostileWorker.mayBeLost(request) ? null : "Cut off";
        }
        if (SECRET.matcher(answer.body()).find() || SQL.matcher(answer.body()).find()) {
            return "Tells a secret";
        }
        if (answer.status() >= 500 && answer.status() != 501 && answer.status() != 503) {
            return "Fails";
        }
        if (answer.status() == 503 && !answer.headers().containsKey("retry-after")) {
            return "Does not say when to come back";
        }
        if (answer.headers().getOrDefault("location", "/").matches("//.*|(?!http://localhost)[a-z]+:.*")) {
            return "Sends to another site";
        }
        return answer.status() >= 400 && !answer.body().isEmpty() ? complaintOfRefusal(answer) : null;
    }

    private static String complaintOfRefusal(Answer answer) {
        if (Api.JAVA.matcher(answer.body()).find()) {
            return "Speaks of the code";
        }
        if (!"application/problem+json".equals(answer.headers().get("content-type"))) {
            return "Is no problem+json";
        }
        return answer.headers().containsKey("content-security-policy")
                        && answer.headers().containsKey("x-content-type-options")
                ? null
                : "Lacks the security headers";
    }
}
