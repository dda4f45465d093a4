package dev.poolwarden.pool;

import java.sql.SQLException;

/** Has Agroal hand out another connection in the place of one that was found dead and dropped. Nobody outside sees it. */
final class DeadConnection extends SQLException {

    private static final long serialVersionUID = 1;

    DeadConnection(Physical connection) {
        super("Connection with backend " + connection.pid + " is dead", "08006");
    }
}
