package dev.poolwarden.transaction;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The example of docs/transactions.md; what stands between the marks is there, word for word. */
// docs: begin
@ApplicationScoped
public class Transfers {

    private final DataSource database;
    private final RetriedTransactions transactions;

    Transfers(DataSource database, RetriedTransactions transactions) {
        this.database = database;
        this.transactions = transactions;
    }

    /** As an annotation: from and to may belong to two other transfers at once. */
    @RetriedTransaction(isolation = Isolation.SERIALIZABLE)
    public void transfer(int from, int to, int amount) throws SQLException {
        if (balance(from) < amount) {
            throw new IllegalArgumentException("Account %d has less than %d".formatted(from, amount));
        }
        add(from, -amount);
        add(to, amount);
    }

    /** As a call: only the lambda is done again, and the caller hears of the result once. */
    public int deposit(int account, int amount) throws SQLException {
        int balance = transactions.maxTries(6).call(() -> {
            add(account, amount);
            return balance(account);
        });
        // Here it is committed: the place for mail, messages and calls to other services.
        return balance;
    }

    private int balance(int account) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("select balance from bank.accounts where id = ?")) {
            query.setInt(1, account);
            ResultSet row = query.executeQuery();
            row.next();
            return row.getInt(1);
        }
    }

    private void add(int account, int amount) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update =
                        connection.prepareStatement("update bank.accounts set balance = balance + ? where id = ?")) {
            update.setInt(1, amount);
            update.setInt(2, account);
            update.executeUpdate();
        }
    }
}
// docs: end
