package dev.poolwarden.bench.overhead;

import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.Properties;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.HostSpec;

/**
 * A connection that answers by itself what pools ask at each checkout and return, so that the pools are measured and not the
 * driver. Whatever else they ask, when they open, prove and close it, a real PostgreSQL answers; the guarded pool takes no less.
 */
final class StubConnection extends PgConnection {

    /** Written by whoever closes it, read by whoever uses it. */
    private volatile boolean closed;

    StubConnection(HostSpec server, Properties info, String url) throws SQLException {
        super(new HostSpec[] {server}, info, url);
    }

    @Override
    public SQLWarning getWarnings() {
        return null;
    }

    @Override
    public void clearWarnings() {}

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() throws SQLException {
        closed = true;
        super.close();
    }
}
