package dev.poolwarden.bench.overload;

/** Who arrives. Only Poolwarden can tell them apart. */
enum Kind {
    INTERACTIVE,
    BACKGROUND
}
