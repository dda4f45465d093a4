package dev.poolwarden.faults;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Others at the same pooler, who take every place that it has. */
final class OtherClients implements AutoCloseable {

    private final Deque<Connection> connections = new ArrayDeque<>();

    static Fault takeAllPlaces() {
        OtherClients[] others = new OtherClients[1];
        return new Fault(
                "Pooler: max clients reached",
                each -> {
                    each.relay.cut();
                    others[0] = new OtherClients(each);
                    each.relay.mend();
                },
                each -> {
                    each.relay.mend();
                    others[0].close();
                });
    }

    private OtherClients(Patient patient) {
        await().until(() -> patient.seats() == 0); // the pooler has noticed that they are gone
        while (true) {
            try {
                connections.add(DriverManager.getConnection(patient.pooler.url() + "&ApplicationName=others"));
            } catch (SQLException e) {
                if (e.getMessage().contains("no more connections allowed")) {
                    return;
                }
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        while (!connections.isEmpty()) {
            connections.remove().close();
        }
    }
}
