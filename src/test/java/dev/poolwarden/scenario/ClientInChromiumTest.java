package dev.poolwarden.scenario;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What of the client needs a browser and no application. */
@Tag("browser")
class ClientInChromiumTest {

    @Test
    void the_status_element_says_what_it_should_to_everybody() throws IOException, InterruptedException {
        EndToEnd.run("e2e/element");
    }

    @Test
    void a_client_works_in_a_worker_and_asks_other_origins_without_a_preflight()
            throws IOException, InterruptedException {
        EndToEnd.run("e2e/elsewhere");
    }

    @Test
    void the_manual_does_what_it_says() throws IOException, InterruptedException {
        EndToEnd.run("e2e/readme");
    }

    @Test
    void the_driver_of_real_tabs_does_to_them_what_it_says() throws IOException, InterruptedException {
        EndToEnd.run("e2e/tabs-driver");
    }
}
