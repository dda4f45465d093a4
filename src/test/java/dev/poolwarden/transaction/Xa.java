package dev.poolwarden.transaction;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** An XA datasource, as those have who change two systems in one transaction. */
public class Xa implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.datasource.jdbc.transactions", "xa",
                "quarkus.transaction-manager.object-store.directory", "target/ObjectStore");
    }
}
