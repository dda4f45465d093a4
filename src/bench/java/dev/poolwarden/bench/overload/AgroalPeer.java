package dev.poolwarden.bench.overload;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Agroal alone, all connections open from the start. */
final class AgroalPeer implements Peer {

    private final AgroalDataSource pool;

    /** @param timeout longest wait for a connection */
    AgroalPeer(Setup setup, Duration timeout) throws SQLException {
        pool = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .metricsEnabled(true) // as monitoring wants it, and as it is in Poolwarden
                .connectionPoolConfiguration(configured -> configured
                        .initialSize(setup.mostConnections())
                        .minSize(setup.mostConnections())
                        .maxSize(setup.mostConnections())
                        .acquisitionTimeout(timeout)
                        .connectionFactoryConfiguration(made -> made.jdbcUrl(setup.url()))));
    }

    @Override
    public void call(Kind kind, Work work) throws Rejected, SQLException {
        try (Connection connection = borrow()) {
            work.on(connection);
        }
    }

    private Connection borrow() throws Rejected, SQLException {
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            if (e.getSQLState() == null) { // its timeout has none; whatever comes from the server or the driver has one
                throw new Rejected();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
