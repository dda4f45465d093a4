package dev.poolwarden.transaction;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Runs what {@link RetriedTransaction} marks; outside of {@code @Transactional}, which then joins. */
@RetriedTransaction
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 190)
class RetriedTransactionInterceptor {

    private final RetriedTransactions transactions;

    RetriedTransactionInterceptor(RetriedTransactions transactions) {
        this.transactions = transactions;
    }

    @AroundInvoke
    Object retry(InvocationContext call) throws Exception {
        RetriedTransaction marked = call.getInterceptorBinding(RetriedTransaction.class);
        RetriedTransactions bounded = marked.maxTries() == 0 ? transactions : transactions.maxTries(marked.maxTries());
        Work<Object, Exception> work = call::proceed;
        return bounded.isolation(marked.isolation()).call(work);
    }
}
