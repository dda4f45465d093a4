package dev.poolwarden.demo;

import java.util.List;

/** The office at a glance. */
public record Dashboard(Totals totals, List<Department> departments) {

    /** Counts over the whole office; the activities are those of the last 24 hours. */
    public record Totals(
            long employees,
            long conversations,
            long unansweredQuestions,
            long recentActivities,
            long unreadNotifications,
            long comingMeetings) {}

    /**
     * One department's figures.
     *
     * @param averageRating of its reviews, 1 to 5; null without any
     */
    public record Department(String name, long employees, long activities, long awards, Double averageRating) {}
}
