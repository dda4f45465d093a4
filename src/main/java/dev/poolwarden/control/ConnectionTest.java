package dev.poolwarden.control;

import java.sql.SQLException;
import java.time.Duration;

/** The seam to a connection that no request uses. Thread-safe. */
@FunctionalInterface
public interface ConnectionTest {

    /**
     * One round trip outside the pool; waits for the answer, for a few seconds at most.
     *
     * @throws SQLException when the database does not answer
     */
    Duration testConnection() throws SQLException;
}
