package dev.poolwarden.tasks;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a bean's method, scheduled or not, a background task that gives way while the pool is not well. On a class it stands
 * for each of its methods; on a method it wins over that.
 *
 * <p>The method returns {@code void}, {@code Uni<Void>} or {@code CompletionStage<Void>}: a run that is left out has no
 * result. Whatever else it returns ends the build, and so does a method whose schedule has {@link PoolUnderPressure} besides.
 *
 * <p>A wait comes before the transaction of a {@code @Transactional} method. On the event loop, where nobody may wait, a
 * delayed run of a {@code void} method is left out instead, until the delay is over; one that returns a {@code Uni} or a stage
 * waits without a thread. Inside a transaction of the caller's, which has a connection already, it runs at once.
 */
@Documented
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Deferrable {

    /** What becomes of a due run while health is DEGRADED, one at the most; {@code poolwarden.tasks.degraded} unless set. */
    @Nonbinding
    Deferral[] degraded() default {};

    /** What becomes of a due run while health is CRITICAL, one at the most; {@code poolwarden.tasks.critical} unless set. */
    @Nonbinding
    Deferral[] critical() default {};

    /** Seconds without a run after which it runs whatever the health, 1 to 86 400; {@code poolwarden.tasks.longest-pause} if 0. */
    @Nonbinding
    int longestPauseSeconds() default 0;
}
