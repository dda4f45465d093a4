package dev.poolwarden.demo;

import dev.poolwarden.demo.Dashboard.Department;
import dev.poolwarden.demo.Dashboard.Totals;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** What the simulated office's pages ask the database. */
@Singleton
class Office {

    private static final String EMPLOYEES =
            "select id, name, department, status, hired_at from poolwarden_demo.employees order by name";
    private static final String ACTIVITIES = """
            select a.id, e.name, a.kind, a.detail, a.created_at
            from poolwarden_demo.activities a join poolwarden_demo.employees e on e.id = a.employee_id
            order by a.id desc limit ?
            """;
    private static final String UNREAD = """
            select n.id, e.name, n.text, n.created_at
            from poolwarden_demo.notifications n join poolwarden_demo.employees e on e.id = n.employee_id
            where not n.read order by n.id desc limit ?
            """;
    private static final String TOTALS = """
            select (select count(*) from poolwarden_demo.employees) as employees,
                   (select count(*) from poolwarden_demo.conversations) as conversations,
                   (select count(*) from poolwarden_demo.messages q where q.author = 'user'
                        and not exists (select from poolwarden_demo.messages where answers = q.id)) as unanswered,
                   (select count(*) from poolwarden_demo.activities where created_at > now() - interval '1 day') as activities,
                   (select count(*) from poolwarden_demo.notifications where not read) as unread,
                   (select count(*) from poolwarden_demo.meetings where not held and starts_at > now()) as meetings
            """;
    // Each side is counted on its own first: joining them all would multiply the rows.
    private static final String DEPARTMENTS = """
            select e.department, count(*) as employees, coalesce(sum(a.n), 0) as activities, coalesce(sum(w.n), 0) as awards,
                   round(sum(r.total) / nullif(sum(r.n), 0), 2) as rating
            from poolwarden_demo.employees e
            left join (select employee_id, count(*) as n from poolwarden_demo.activities group by 1) a on a.employee_id = e.id
            left join (select employee_id, count(*) as n from poolwarden_demo.awards group by 1) w on w.employee_id = e.id
            left join (select employee_id, count(*) as n, sum(rating) as total from poolwarden_demo.reviews group by 1) r
                on r.employee_id = e.id
            group by e.department order by e.department
            """;

    private final Sql sql;

    Office(Sql sql) {
        this.sql = sql;
    }

    List<Employee> employees() throws SQLException {
        return sql.list(
                EMPLOYEES,
                row -> new Employee(
                        row.getLong("id"),
                        row.getString("name"),
                        row.getString("department"),
                        row.getString("status"),
                        Sql.instant(row, "hired_at")));
    }

    List<Activity> activities(int limit) throws SQLException {
        return sql.list(
                ACTIVITIES,
                row -> new Activity(
                        row.getLong("id"),
                        row.getString("name"),
                        row.getString("kind"),
                        row.getString("detail"),
                        Sql.instant(row, "created_at")),
                limit);
    }

    List<Notification> unread(int limit) throws SQLException {
        return sql.list(
                UNREAD,
                row -> new Notification(
                        row.getLong("id"),
                        row.getString("name"),
                        row.getString("text"),
                        Sql.instant(row, "created_at")),
                limit);
    }

    Dashboard dashboard() throws SQLException {
        return sql.withConnection(connection -> new Dashboard(
                Sql.list(connection, TOTALS, Office::totals).get(0),
                Sql.list(connection, DEPARTMENTS, Office::department)));
    }

    private static Totals totals(ResultSet row) throws SQLException {
        return new Totals(
                row.getLong("employees"),
                row.getLong("conversations"),
                row.getLong("unanswered"),
                row.getLong("activities"),
                row.getLong("unread"),
                row.getLong("meetings"));
    }

    private static Department department(ResultSet row) throws SQLException {
        var rating = row.getBigDecimal("rating");
        return new Department(
                row.getString("department"),
                row.getLong("employees"),
                row.getLong("activities"),
                row.getLong("awards"),
                rating == null ? null : rating.doubleValue());
    }
}
