package dev.poolwarden.transaction;

/** How much of other transactions a transaction sees. */
public enum Isolation {
    /** What the connection comes with: READ COMMITTED, unless the server's or the role's settings say otherwise. */
    UNCHANGED(null),
    READ_COMMITTED("set transaction isolation level read committed"),
    REPEATABLE_READ("set transaction isolation level repeatable read"),
    SERIALIZABLE("set transaction isolation level serializable");

    private final String sql;

    Isolation(String sql) {
        this.sql = sql;
    }

    /** The transaction's first statement, or null for none; ends with the transaction, so no later borrower inherits it. */
    String sql() {
        return sql;
    }
}
