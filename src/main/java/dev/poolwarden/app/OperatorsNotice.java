package dev.poolwarden.app;

import dev.poolwarden.api.ApiSettings;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Says at the start how the operators' endpoints are opened, where they are closed. */
class OperatorsNotice {

    void say(@Observes StartupEvent event, ApiSettings settings) {
        if (settings.operators().isEmpty()) {
            Logger.getLogger("dev.poolwarden")
                    .info(
                            "No operators are configured, so their endpoints answer 403; poolwarden.operators=name:bcrypt names them");
        }
    }
}
