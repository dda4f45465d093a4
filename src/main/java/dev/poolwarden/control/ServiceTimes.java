package dev.poolwarden.control;

import java.util.Optional;

/** The seam to what was measured at the gate since the start. Thread-safe; reading copies, and waits for nothing. */
public interface ServiceTimes {

    /** Quantiles in ms. */
    record Quantiles(double p50, double p99, double max) {}

    /** How long callers waited for a permit, in vain or not; empty before the first. */
    Optional<Quantiles> waits();

    /** How long permits were out; empty before the first came back. */
    Optional<Quantiles> holds();
}
