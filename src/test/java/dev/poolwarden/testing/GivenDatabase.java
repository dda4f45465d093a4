package dev.poolwarden.testing;

import java.util.Optional;

/**
 * The database of integration tests that need not stop theirs: the one that {@code -Dpoolwarden.it.database=postgres://...}
 * names, else an embedded PostgreSQL. They create the example's tables in it, and it needs 20 connections to spare.
 */
public final class GivenDatabase implements AutoCloseable {

    private static final String SETTING = "poolwarden.it.database";

    private final Optional<TestPostgres> own;
    private final String url;

    public GivenDatabase() {
        String given = System.getProperty(SETTING, "");
        own = given.isBlank() ? Optional.of(new TestPostgres()) : Optional.empty();
        url = own.map(postgres -> "postgres://app:right@localhost:" + postgres.port() + "/app?sslmode=prefer")
                .orElse(given);
    }

    /** As {@code DATABASE_URL} takes it. */
    public String url() {
        return url;
    }

    @Override
    public void close() {
        own.ifPresent(TestPostgres::close);
    }
}
