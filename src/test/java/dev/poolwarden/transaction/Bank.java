package dev.poolwarden.transaction;

import jakarta.enterprise.inject.Vetoed;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Two accounts to quarrel about, through whatever DataSource and transaction the caller has. */
@Vetoed
final class Bank {

    static final String MADE_UP_CONFLICT = "do $$ begin raise exception 'made up' using errcode = '40001'; end $$";

    private final DataSource database;

    Bank(DataSource database) {
        this.database = database;
    }

    void open() throws SQLException {
        execute("""
                drop schema if exists bank cascade;
                create schema bank;
                create table bank.accounts (id int primary key, balance int not null);
                insert into bank.accounts values (1, 0), (2, 0);
                create table bank.audit (note text);
                create table bank.slow_to_commit (seconds int);
                create function bank.sleep() returns trigger language plpgsql as
                    $$ begin perform pg_sleep(new.seconds); return new; end $$;
                create constraint trigger sleep after insert on bank.slow_to_commit
                    deferrable initially deferred for each row execute function bank.sleep();
                """);
    }

    int balance(int account) throws SQLException {
        return ask("select balance from bank.accounts where id = " + account);
    }

    int total() throws SQLException {
        return ask("select sum(balance) from bank.accounts");
    }

    void add(int account, int amount) throws SQLException {
        execute("update bank.accounts set balance = balance + %d where id = %d".formatted(amount, account));
    }

    /** Reads, and writes what it makes of it: loses updates unless something forbids that. */
    void addInTwoSteps(int account, int amount) throws SQLException {
        int seen = balance(account);
        execute("update bank.accounts set balance = %d where id = %d".formatted(seen + amount, account));
    }

    int backend() throws SQLException {
        return ask("select pg_backend_pid()");
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    int ask(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }
}
