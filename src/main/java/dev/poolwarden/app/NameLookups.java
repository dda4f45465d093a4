package dev.poolwarden.app;

import java.security.Security;

/**
 * For how long the JVM remembers addresses. Its defaults keep a database away for longer than it is: a name that was not found is
 * not asked for again for 10 s, and one that was found leads to the old server for 30 s after a failover. Here it is 1 s and 5 s;
 * and where names are served by nobody for a while, the JVMs that can do so (21 and later) go on with what they knew.
 *
 * <p>Whoever has set one of these himself is left alone. To be called before anything else: the JVM reads them with the first
 * look-up, which is the log's, for this machine's own name; and setting a security property makes it begin its log. So there can
 * be one of these, and the others go by the system properties that count in their absence.
 */
final class NameLookups {

    private static final String NOT_FOUND = "networkaddress.cache.negative.ttl";
    private static final String JVMS_OWN_NOT_FOUND = "10"; // stands in its file of settings, as if somebody had set it

    private NameLookups() {}

    static void rememberBriefly() {
        setUnlessSet("sun.net.inetaddr.ttl", "networkaddress.cache.ttl", "5");
        setUnlessSet("sun.net.inetaddr.stale.ttl", "networkaddress.cache.stale.ttl", "300");
        if (JVMS_OWN_NOT_FOUND.equals(Security.getProperty(NOT_FOUND))) {
            Security.setProperty(NOT_FOUND, "1");
        }
    }

    private static void setUnlessSet(String system, String security, String seconds) {
        if (System.getProperty(system) == null && Security.getProperty(security) == null) {
            System.setProperty(system, seconds);
        }
    }
}
