package dev.poolwarden.bench.overload;

import java.sql.Connection;
import java.sql.SQLException;

/** What is done with a connection. Called by many threads at once. */
@FunctionalInterface
interface Work {

    void on(Connection connection) throws SQLException;
}
