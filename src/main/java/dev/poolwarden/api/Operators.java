package dev.poolwarden.api;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.spec.InvalidKeySpecException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.wildfly.security.password.PasswordFactory;
import org.wildfly.security.password.WildFlyElytronPasswordProvider;
import org.wildfly.security.password.interfaces.BCryptPassword;
import org.wildfly.security.password.spec.EncryptablePasswordSpec;
import org.wildfly.security.password.util.ModularCrypt;

/**
 * Who may use the operators' endpoints, and the bcrypt hashes of their passwords. Immutable. Checking a password takes tens of
 * milliseconds by design; it takes as long for a name that nobody has.
 */
public final class Operators {

    /** The role that an operator has. */
    public static final String ROLE = "operator";

    /** A name, and bcrypt of a cost that neither is worthless nor keeps a thread for seconds. */
    private static final Pattern ENTRY =
            Pattern.compile("([A-Za-z0-9._@-]{1,64}):(\\$2[aby]\\$(?:0[6-9]|1[0-4])\\$[./A-Za-z0-9]{53})");

    private static final String NOBODY = "$2y$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";
    private static final int LONGEST_PASSWORD = 72; // bytes; all that bcrypt looks at

    private final Map<String, BCryptPassword> passwords;

    private Operators(Map<String, BCryptPassword> passwords) {
        this.passwords = Map.copyOf(passwords);
    }

    /**
     * Reads {@code name:bcrypt,name:bcrypt}; empty means nobody.
     *
     * @throws IllegalArgumentException naming what is allowed, never what was given
     */
    public static Operators parse(String text) {
        Map<String, BCryptPassword> passwords = new HashMap<>();
        for (String entry : text.isBlank() ? new String[0] : text.split(",")) {
            var parts = ENTRY.matcher(entry.trim());
            if (!parts.matches()) {
                throw new IllegalArgumentException(
                        "operators cannot be read; allowed is name:bcrypt,name:bcrypt with names of 1 to"
                                + " 64 letters, digits and . _ @ - and bcrypt of cost 6 to 14 ($2y$...), each name once");
            }
            if (passwords.put(parts.group(1), decode(parts.group(2))) != null) {
                throw new IllegalArgumentException("operators names \"" + parts.group(1) + "\" twice");
            }
        }
        return new Operators(passwords);
    }

    public boolean isEmpty() {
        return passwords.isEmpty();
    }

    /** Whether this is an operator's name and password. Slow; not for an event loop. */
    boolean accept(String name, char[] password) {
        BCryptPassword expected = passwords.get(name);
        BCryptPassword compared = expected == null ? somebodys() : expected;
        return bytes(password) <= LONGEST_PASSWORD && verify(compared, password) && expected != null;
    }

    /** For a name that nobody has: a hash that takes as long as the others. */
    private BCryptPassword somebodys() {
        return passwords.isEmpty()
                ? decode(NOBODY)
                : passwords.values().iterator().next();
    }

    private static int bytes(char[] password) {
        return StandardCharsets.UTF_8.encode(CharBuffer.wrap(password)).remaining();
    }

    /** Hashes and compares by ourselves: Elytron's own comparison ends at the first byte that differs. */
    private static boolean verify(BCryptPassword expected, char[] given) {
        try {
            PasswordFactory factory =
                    PasswordFactory.getInstance(expected.getAlgorithm(), WildFlyElytronPasswordProvider.getInstance());
            var spec = new EncryptablePasswordSpec(given, expected.getParameterSpec(), StandardCharsets.UTF_8);
            BCryptPassword hashed = (BCryptPassword) factory.generatePassword(spec);
            return MessageDigest.isEqual(expected.getHash(), hashed.getHash());
        } catch (NoSuchAlgorithmException | InvalidKeySpecException e) {
            throw new IllegalStateException("bcrypt is not to be had", e);
        }
    }

    private static BCryptPassword decode(String bcrypt) {
        try {
            return (BCryptPassword)
                    ModularCrypt.decode(bcrypt.replaceFirst("^\\$2b", "\\$2y")); // two names of one algorithm
        } catch (InvalidKeySpecException e) {
            throw new IllegalArgumentException("operators holds a hash that is no bcrypt");
        }
    }
}
