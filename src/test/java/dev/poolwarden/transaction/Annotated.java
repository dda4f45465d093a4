package dev.poolwarden.transaction;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Methods in retried transactions, each of which meets conflicts as long as there are any to meet. */
@ApplicationScoped
@RetriedTransaction
class Annotated {

    final AtomicInteger conflicts = new AtomicInteger();
    final AtomicInteger tries = new AtomicInteger();
    private final Bank bank;
    private final DataSource database;

    Annotated(DataSource database) {
        this.bank = new Bank(database);
        this.database = database;
    }

    void byTheClass() throws SQLException {
        work();
    }

    @RetriedTransaction(maxTries = 2)
    void twice() throws SQLException {
        work();
    }

    @RetriedTransaction(isolation = Isolation.SERIALIZABLE)
    String isolation() throws SQLException {
        try (Connection connection = database.getConnection();
                ResultSet row = connection.createStatement().executeQuery("show transaction_isolation")) {
            row.next();
            return row.getString(1);
        }
    }

    @Transactional
    void besideThePlainOne() throws SQLException {
        work();
    }

    void withACheckedException() throws SQLException, IOException {
        work();
        throw new IOException("no paper");
    }

    private void work() throws SQLException {
        tries.incrementAndGet();
        bank.add(1, 1);
        if (conflicts.getAndDecrement() > 0) {
            bank.execute(Bank.MADE_UP_CONFLICT);
        }
    }
}
