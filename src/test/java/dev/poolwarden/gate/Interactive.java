package dev.poolwarden.gate;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import javax.sql.DataSource;

/**
 * A data source whose borrowers say that somebody waits for them. A test's own threads are background otherwise, which may
 * not have every permit. In this package it is no call site.
 */
public final class Interactive {

    private Interactive() {}

    public static DataSource borrowing(DataSource real) {
        return (DataSource) Proxy.newProxyInstance(
                Interactive.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> Priorities.<Object, Exception>call(Priority.INTERACTIVE, () -> {
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw (Exception) e.getCause();
                    }
                }));
    }
}
