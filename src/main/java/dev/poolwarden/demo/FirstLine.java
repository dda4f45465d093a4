package dev.poolwarden.demo;

import java.sql.SQLException;

/** PostgreSQL's messages go on with detail, hint and position; a log line wants the first line and the SQLState. */
final class FirstLine {

    private FirstLine() {}

    static String of(SQLException e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse("") + " (SQLState " + e.getSQLState() + ")";
    }
}
