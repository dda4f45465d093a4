package dev.poolwarden.gate;

/** What the gate answers: a {@link Permit} or, as a value, a {@link Rejection}. */
public sealed interface Admission permits Permit, Rejection {}
