package dev.poolwarden.demo;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A data source in front of the real one that counts what is borrowed, and is away for as many calls as it is told. */
final class ObservedDatabase {

    private final AtomicInteger borrowed = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger failuresLeft = new AtomicInteger();
    private final DataSource real;
    private volatile String lastBorrower = "nobody";

    ObservedDatabase(DataSource real) {
        this.real = real;
    }

    Sql sql() {
        var observed = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> getConnection());
        return new Sql(observed, new SimpleMeterRegistry());
    }

    void isAwayFor(int calls) {
        failuresLeft.set(calls);
    }

    int asked() {
        return asked.get();
    }

    int borrowed() {
        return borrowed.get();
    }

    /** The name of the thread that asked last. */
    String lastBorrower() {
        return lastBorrower;
    }

    private Connection getConnection() throws SQLException {
        lastBorrower = Thread.currentThread().getName();
        asked.incrementAndGet();
        if (failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new SQLException("connection refused\n  Hint: is the server running?", "08001");
        }
        Connection connection = real.getConnection();
        borrowed.incrementAndGet();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        borrowed.decrementAndGet();
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
