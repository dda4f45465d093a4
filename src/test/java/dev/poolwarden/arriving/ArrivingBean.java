package dev.poolwarden.arriving;

import dev.poolwarden.gate.AdmissionPriority;
import dev.poolwarden.gate.Arrivals;
import dev.poolwarden.gate.Priority;
import jakarta.inject.Singleton;

/** Matters in general, in one method less so, in one not at all. In tests only. */
@Singleton
@AdmissionPriority(Priority.ESSENTIAL)
public class ArrivingBean {

    private final Arrivals arrivals;

    ArrivingBean(Arrivals arrivals) {
        this.arrivals = arrivals;
    }

    public Priority byItsClass() {
        return arrivals.current().priority();
    }

    @AdmissionPriority(Priority.BACKGROUND)
    public Priority byItsMethod() {
        return arrivals.current().priority();
    }

    @AdmissionPriority(Priority.BACKGROUND)
    public void fail() {
        throw new IllegalStateException("intended");
    }
}
