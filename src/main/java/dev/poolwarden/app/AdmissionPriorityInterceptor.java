package dev.poolwarden.app;

import dev.poolwarden.gate.AdmissionPriority;
import dev.poolwarden.gate.Priorities;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Obeys {@link AdmissionPriority}; around all other interceptors that may ask for a connection, transactions above all. */
@AdmissionPriority(dev.poolwarden.gate.Priority.INTERACTIVE) // and any other
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 50)
class AdmissionPriorityInterceptor {

    @AroundInvoke
    Object choose(InvocationContext call) throws Exception {
        AdmissionPriority chosen = call.getInterceptorBinding(AdmissionPriority.class);
        return Priorities.<Object, Exception>call(chosen.value(), call::proceed);
    }
}
