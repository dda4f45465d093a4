package dev.poolwarden.app;

import dev.poolwarden.api.ApiSettings;
import dev.poolwarden.api.Operators;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.elytron.security.common.BcryptUtil;
import jakarta.enterprise.context.Dependent;
import java.security.SecureRandom;
import java.util.Base64;
import org.jboss.logging.Logger;

/** In development there is an operator without any configuration; the log tells the sign-in. */
@IfBuildProfile("dev")
@Dependent
class DevelopmentOperator {

    private static final String NAME = "operator";

    /** Lasts as long as the process, over live reloads. */
    private static final String KEEP = "development-operator.poolwarden.password";

    ApiSettings join(ApiSettings settings) {
        String password = System.getProperty(KEEP);
        if (password == null) {
            byte[] random = new byte[9];
            new SecureRandom().nextBytes(random);
            password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
            System.setProperty(KEEP, password);
        }
        Logger.getLogger("dev.poolwarden").infof("Operator's sign-in for this development run: %s:%s", NAME, password);
        Operators operators = Operators.parse(NAME + ":" + BcryptUtil.bcryptHash(password));
        return new ApiSettings(
                settings.instance(),
                settings.readinessFollowsDatabase(),
                settings.anonymousCleanup(),
                settings.trustPriority(),
                settings.maxListeners(),
                operators);
    }
}
