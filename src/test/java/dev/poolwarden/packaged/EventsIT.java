package dev.poolwarden.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.poolwarden.api.Listener;
import dev.poolwarden.testing.GivenDatabase;
import dev.poolwarden.testing.PackagedApplication;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Open streams at the end of the packaged application. */
class EventsIT {

    private static final int LISTENERS = 20;

    @Test
    void streams_end_in_an_orderly_way_and_no_shutdown_waits_for_them() throws IOException {
        try (GivenDatabase database = new GivenDatabase();
                PackagedApplication application =
                        new PackagedApplication(Map.of("DATABASE_URL", database.url(), "POOLWARDEN_PRESET", "small"))) {
            List<Listener> listeners = listeners(URI.create(application.awaitUrl()));
            application.terminate();
            for (Listener each : listeners) {
                assertThatThrownBy(each::next).hasMessage("The stream has ended in an orderly way");
                each.close();
            }
            application.awaitExit();
            assertThat(application.log())
                    .noneMatch(line -> line.contains("Timed out waiting for graceful shutdown"))
                    .noneMatch(line -> line.contains("ERROR"));
        }
    }

    private static List<Listener> listeners(URI server) throws IOException {
        List<Listener> listeners = new ArrayList<>();
        for (int i = 0; i < LISTENERS; i++) {
            Listener listener = new Listener(server);
            assertThat(listener.next().name()).isEqualTo("config");
            listeners.add(listener);
        }
        return listeners;
    }
}
