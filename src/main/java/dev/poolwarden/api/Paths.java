package dev.poolwarden.api;

/** Where the API lives. */
final class Paths {

    static final String DATABASE = "/api/v1/health/database";

    private Paths() {}
}
