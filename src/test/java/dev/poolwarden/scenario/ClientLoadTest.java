package dev.poolwarden.scenario;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URL;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The same rush on a small pool, without and with the client. */
@QuarkusTest
@TestProfile(ClientLoadTest.SmallPool.class)
class ClientLoadTest {

    /** Two connections and little patience: what the rush wants is many times what there is. Who is told to wait asks again soon. */
    public static class SmallPool implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "poolwarden.pool.size", "2",
                    "poolwarden.pool.max-overflow", "0",
                    "poolwarden.throttle.poll-after", "5s",
                    "poolwarden.gate.max-wait", "100ms");
        }
    }

    @TestHTTPResource("")
    URL base;

    @Test
    void browsers_with_the_client_get_nearly_all_of_their_answers() throws IOException, InterruptedException {
        EndToEnd.run("e2e/load.e2e.ts", base);
    }
}
