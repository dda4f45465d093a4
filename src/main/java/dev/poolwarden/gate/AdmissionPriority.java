package dev.poolwarden.gate;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says how much a bean's method matters when connections are short; on a class it stands for each of its methods, on a method
 * it wins over that. It holds for whatever connection the method asks for, in other beans too, until one of those says
 * otherwise; {@link Priorities} does the same for a piece of code.
 *
 * <p>It goes with the work to other threads where MicroProfile Context Propagation does: into the stages of a {@code Uni} that
 * the method builds, and into what it gives to a {@code ManagedExecutor}. It does not go to threads and executors of the
 * application's own, nor to what is done with the method's result later, such as writing an answer. A request may ask for
 * less by its {@code Priority} header.
 */
@Documented
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface AdmissionPriority {

    @Nonbinding
    Priority value();
}
