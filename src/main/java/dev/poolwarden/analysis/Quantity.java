package dev.poolwarden.analysis;

/** What is summed up over the last minutes; see {@link Recent}. */
enum Quantity {
    /** Time, in s: of all that follow, the one to divide by. */
    SECONDS,
    /** Permits out, in permit-seconds. */
    IN_FLIGHT,
    /** Seconds in which anybody waited for a permit. */
    WAITED,
    /** Of these, the seconds in which interactive or essential callers did. */
    USERS_WAITED,
    /** Seconds in which more connections were open than the base size. */
    OVERFLOW,
    /** The connections beyond it, in connection-seconds. */
    BEYOND_SIZE,
    /** Seconds in which the limit that was found was half of all connections at the most. */
    ROOMY,
    /** Seconds in which connections were opened. */
    OPENING,
    /** Connections opened. */
    OPENED,
    /** Times a connection was borrowed. */
    BORROWED,
    /** Seconds in which a quarter to half of the permits were out. */
    HALF_SECONDS,
    /** Permit-seconds in that time. */
    HALF_IN_FLIGHT,
    /** Permits that came back in it. */
    HALF_DONE,
    /** Seconds in which more than three quarters were. */
    FULL_SECONDS,
    /** Permit-seconds in that time. */
    FULL_IN_FLIGHT,
    /** Permits that came back in it. */
    FULL_DONE
}
