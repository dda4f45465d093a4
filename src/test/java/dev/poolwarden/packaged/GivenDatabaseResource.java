package dev.poolwarden.packaged;

import dev.poolwarden.testing.GivenDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** What the packaged application is told: its database, a pool that is soon full, an operator, the example workload. */
public final class GivenDatabaseResource implements QuarkusTestResourceLifecycleManager {

    private GivenDatabase database;

    @Override
    public Map<String, String> start() {
        database = new GivenDatabase();
        return Map.of(
                "DATABASE_URL", database.url(),
                "poolwarden.preset", "small",
                "poolwarden.gate.max-concurrent", "2",
                "poolwarden.gate.max-wait", "0.2s",
                "poolwarden.operators", "ada:" + "$2y$06$abcdefghijklmnopqrstuud/5IuQmqhVO0kfNEbHJM.fJkPiliBzC",
                "poolwarden.demo.enabled", "true",
                "poolwarden.demo.tasks", "false",
                "poolwarden.demo.assistant-delay", "2s");
    }

    @Override
    public void stop() {
        if (database != null) {
            database.close();
        }
    }
}
