package dev.poolwarden.app;

/** A PostgreSQL that the application brings along where none is configured: in development and tests only. */
interface LocalDatabase {

    /** What {@code quarkus.datasource.jdbc.url} says where the local database is wanted. */
    String PLACEHOLDER = "jdbc:postgresql:embedded";

    /** Starts it if need be, and tells where it is. */
    String jdbcUrl();
}
