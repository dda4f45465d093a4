package dev.poolwarden.demo;

import io.quarkus.runtime.BlockingOperationControl;
import jakarta.ws.rs.NotFoundException;
import java.sql.SQLException;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Stands before the endpoints of the example workload. */
class DemoSwitch {

    /** What who asks for any of it hears while it is off. */
    static final String OFF = "The example workload is off; poolwarden.demo.enabled switches it on";

    private final DemoConfig config;
    private final DemoTables tables;

    DemoSwitch(DemoConfig config, DemoTables tables) {
        this.config = config;
        this.tables = tables;
    }

    /**
     * Runs before every other filter, for an endpoint that is off has no opinion on its parameters. Sees to the tables, in
     * case the database was away at the start: a first caller need not wait for the next scheduled try. What is answered by
     * the event loop has no use for them.
     */
    @OnlyWithDemo
    @ServerRequestFilter(priority = 0)
    void admit() throws SQLException {
        if (!config.enabled()) {
            throw new NotFoundException(OFF);
        }
        if (BlockingOperationControl.isBlockingAllowed()) {
            tables.ensure();
        }
    }
}
