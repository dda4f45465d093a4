package dev.poolwarden.demo;

import dev.poolwarden.gate.AdmissionPriority;
import dev.poolwarden.gate.Priority;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import java.util.List;

/** The pages of the simulated office: what a polling frontend asks all day. */
@Path("/api")
@OnlyWithDemo
public class OfficeResource {

    private static final int NOTIFICATIONS_SHOWN = 50;

    private final Office office;

    OfficeResource(Office office) {
        this.office = office;
    }

    /** Joins and aggregates over most of the tables; the one page that people look at when all is slow. */
    @GET
    @AdmissionPriority(Priority.ESSENTIAL)
    @Path("dashboard")
    public Dashboard dashboard() throws SQLException {
        return office.dashboard();
    }

    /** The latest activities. */
    @GET
    @Path("activities")
    public List<Activity> activities(@QueryParam("limit") @DefaultValue("50") Limit limit) throws SQLException {
        return office.activities(limit.rows());
    }

    /** The latest 50 unread notifications. */
    @GET
    @Path("notifications")
    public List<Notification> notifications() throws SQLException {
        return office.unread(NOTIFICATIONS_SHOWN);
    }

    /** All employees by name. */
    @GET
    @Path("employees")
    public List<Employee> employees() throws SQLException {
        return office.employees();
    }
}
