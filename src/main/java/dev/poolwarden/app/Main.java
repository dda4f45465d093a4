package dev.poolwarden.app;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The application by itself; as part of another application, that one's main is used. */
@QuarkusMain
public final class Main {

    /** Kept, since a logger that nobody holds forgets its level. */
    private static final Logger VALIDATOR_VERSION = Logger.getLogger("org.hibernate.validator.internal.util.Version");

    Main() {}

    public static void main(String... args) {
        VALIDATOR_VERSION.setLevel(Level.WARNING); // it greets before anybody could configure it not to
        Quarkus.run(null, Main::end, args);
    }

    private static void end(Integer code, Throwable failure) {
        if (failure != null) {
            StartFailure.report(failure);
        }
        if (LaunchMode.current()
                != LaunchMode.DEVELOPMENT) { // where a live reload ends the application, but not the process
            Runtime.getRuntime().exit(code);
        }
    }
}
