package dev.poolwarden.transaction;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The method, or each of the class, runs as by {@link RetriedTransactions#call}; stands in the place of
 * {@code @Transactional}. Unlike there, checked exceptions roll back, too. As there, a call from the same object is not
 * intercepted.
 */
@Documented
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface RetriedTransaction {

    /** How much it sees of other transactions. */
    @Nonbinding
    Isolation isolation() default Isolation.UNCHANGED;

    /** Tries in all, the first one too, 1 to 20; 0 for {@code poolwarden.transactions.max-tries}. */
    @Nonbinding
    int maxTries() default 0;
}
