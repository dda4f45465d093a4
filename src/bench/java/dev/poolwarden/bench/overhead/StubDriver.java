package dev.poolwarden.bench.overhead;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;
import org.postgresql.PGProperty;
import org.postgresql.util.HostSpec;

/** Opens a {@link StubConnection} for {@code jdbc:stub:} before the URL of a PostgreSQL. */
public final class StubDriver implements Driver {

    private static final String PREFIX = "jdbc:stub:";

    static String url(String postgresUrl) {
        return PREFIX + postgresUrl;
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith(PREFIX);
    }

    @Override
    public Connection connect(String url, Properties given) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        String postgres = url.substring(PREFIX.length());
        Properties info = org.postgresql.Driver.parseURL(postgres, given);
        HostSpec server = new HostSpec(PGProperty.PG_HOST.getOrDefault(info), PGProperty.PG_PORT.getInt(info));
        return new StubConnection(server, info, postgres);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }
}
