package dev.poolwarden.scenario;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.HashMap;
import java.util.Map;

/** The same with an XA datasource. */
@QuarkusTest
@TestProfile(ReclaimedXaTransactionTest.Xa.class)
class ReclaimedXaTransactionTest extends ReclaimedTransactionTest {

    public static class Xa extends ShortLimits {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
            settings.put("quarkus.datasource.jdbc.transactions", "xa");
            settings.put("quarkus.transaction-manager.object-store.directory", "target/ObjectStore");
            return settings;
        }
    }
}
