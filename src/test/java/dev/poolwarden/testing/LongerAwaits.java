package dev.poolwarden.testing;

import java.time.Duration;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives every await that names no bound of its own half a minute, not Awaitility's 10 s: where a bound is what a test is about,
 * it names it; elsewhere a machine that is busy with something else shall fail no test. Found by JUnit itself.
 */
public final class LongerAwaits implements BeforeAllCallback {

    private static final Duration BOUND = Duration.ofSeconds(30);

    /** By reflection: tests of the running application have class loaders of their own, each with its Awaitility. */
    @Override
    public void beforeAll(ExtensionContext test) throws ReflectiveOperationException {
        test.getRequiredTestClass()
                .getClassLoader()
                .loadClass("org.awaitility.Awaitility")
                .getMethod("setDefaultTimeout", Duration.class)
                .invoke(null, BOUND);
    }
}
