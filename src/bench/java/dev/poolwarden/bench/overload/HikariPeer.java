package dev.poolwarden.bench.overload;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;

/** HikariCP alone: a pool of fixed size, as its authors advise. */
final class HikariPeer implements Peer {

    private final HikariDataSource pool;

    /** @param timeout longest wait for a connection, at least 250 ms */
    HikariPeer(Setup setup, Duration timeout) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(setup.url());
        config.setMaximumPoolSize(setup.mostConnections());
        config.setConnectionTimeout(timeout.toMillis());
        pool = new HikariDataSource(config);
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
        } catch (SQLTransientConnectionException e) { // its timeout
            throw new Rejected();
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
