package dev.poolwarden.faults;

/**
 * Something that happens to a database or to the way to it, and is over again.
 *
 * @param name as the table of faults says it
 * @param strikes brings it about
 * @param ends undoes it, and returns when the database can be used again
 */
record Fault(String name, Act strikes, Act ends) {

    private static final Act NOTHING = patient -> {};

    /** What is done to bring a fault about or to end it. */
    @FunctionalInterface
    interface Act {
        void on(Patient patient) throws Exception;
    }

    /** One that is over as soon as it has struck: there is nothing to wait for, recovery begins at once. */
    static Fault momentary(String name, Act strikes) {
        return new Fault(name, strikes, NOTHING);
    }

    boolean isMomentary() {
        return ends == NOTHING;
    }

    /** Both at once; what struck first ends last, so that the second meets what it met when it struck. */
    Fault and(Fault second) {
        return new Fault(
                name + " + " + second.name,
                patient -> {
                    strikes.on(patient);
                    second.strikes.on(patient);
                },
                patient -> {
                    second.ends.on(patient);
                    ends.on(patient);
                });
    }

    @Override
    public String toString() {
        return name;
    }
}
