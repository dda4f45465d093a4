package dev.poolwarden.api;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The last sign-in of each operator, so that bcrypt's tens of milliseconds are paid once and not with every request of a
 * dashboard, and so that a flood of wrong passwords keeps no operator out who is in. Holds no passwords but digests of them under a
 * key of this process; as many as there are operators. Thread-safe; takes microseconds.
 */
final class RememberedSignIns {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final byte[] nobodys;
    private final Map<String, byte[]> digests = new ConcurrentHashMap<>();

    RememberedSignIns() {
        key = new SecretKeySpec(random(), ALGORITHM);
        nobodys = random();
    }

    /** Only after the operator's password was found right. */
    void remember(String name, char[] password) {
        digests.put(name, digest(name, password));
    }

    /** Takes as long for a name that is not remembered, so that the time tells nobody who has signed in. */
    boolean knows(String name, char[] password) {
        byte[] remembered = digests.getOrDefault(name, nobodys);
        return MessageDigest.isEqual(remembered, digest(name, password)) && remembered != nobodys;
    }

    private static byte[] random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private byte[] digest(String name, char[] password) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(name.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
            mac.update(bytes);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is not to be had", e);
        }
    }
}
