package dev.poolwarden.app;

import dev.poolwarden.analysis.Recollection;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The part of the {@link Wiring} that concerns the analysis. */
class AnalysisWiring {

    @Produces
    @Singleton
    Recollection recollection() {
        return new Recollection();
    }
}
