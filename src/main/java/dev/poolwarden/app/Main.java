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
    private static Logger validatorVersion;

    Main() {}

    public static void main(String... args) {
        NameLookups.rememberBriefly(); // first: the log looks up this machine's own name
        validatorVersion = Logger.getLogger("org.hibernate.validator.internal.util.Version");
        validatorVersion.setLevel(Level.WARNING); // it greets before anybody could configure it not to
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
