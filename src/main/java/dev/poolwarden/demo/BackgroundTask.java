package dev.poolwarden.demo;

import java.util.Locale;

/** The work that nobody waits for: what it is, how often, and the SQL it comes down to. */
enum BackgroundTask {
    SIMULATION_TICK("8s", """
            insert into poolwarden_demo.activities (employee_id, kind, detail)
            select id, (array['coding', 'call', 'review', 'coffee', 'planning'])[1 + floor(random() * 5)::int], 'simulated'
            from poolwarden_demo.employees order by random() limit 5
            """),

    // 90 s: a request that waits for the assistant itself is over by then.
    MESSAGE_RESPONSES("20s", """
            insert into poolwarden_demo.messages (conversation_id, author, answers, text)
            select conversation_id, 'assistant', id, 'Noted: ' || left(text, 200)
            from poolwarden_demo.messages q
            where author = 'user' and created_at < now() - interval '90 seconds'
              and not exists (select from poolwarden_demo.messages where answers = q.id)
            order by id limit 50 for key share skip locked
            on conflict (answers) do nothing
            """),

    MEETINGS("30s", """
            update poolwarden_demo.meetings set held = true
            where id in (select id from poolwarden_demo.meetings where not held and starts_at < now() for update skip locked);

            insert into poolwarden_demo.meetings (organizer_id, topic, starts_at)
            select id, 'Round table of ' || department, now() + interval '15 minutes'
            from poolwarden_demo.employees order by random() limit 1
            """),

    TRAINING("40s", """
            update poolwarden_demo.trainings set progress = least(100, progress + 10)
            where id in (select id from poolwarden_demo.trainings where progress < 100
                         order by id limit 20 for update skip locked);

            insert into poolwarden_demo.trainings (employee_id, course)
            select id, 'Refresher' from poolwarden_demo.employees order by random() limit 1
            """),

    AWARDS("50s", """
            insert into poolwarden_demo.awards (employee_id, title)
            select employee_id, 'Busiest of the hour' from poolwarden_demo.activities
            where created_at > now() - interval '1 hour'
            group by employee_id order by count(*) desc, employee_id limit 1
            """),

    REVIEWS("60s", """
            insert into poolwarden_demo.reviews (employee_id, rating)
            select e.id, least(5, 1 + (select count(*) from poolwarden_demo.activities a where a.employee_id = e.id) / 20)
            from poolwarden_demo.employees e
            left join poolwarden_demo.reviews r on r.employee_id = e.id
            group by e.id order by max(r.reviewed_at) nulls first, e.id limit 1
            """),

    EMPLOYEES("45s", """
            update poolwarden_demo.employees
            set status = case status when 'available' then 'busy' when 'busy' then 'away' else 'available' end
            where id in (select id from poolwarden_demo.employees order by random() limit 10 for update skip locked)
            """),

    COMMUNICATIONS("5m", """
            insert into poolwarden_demo.notifications (employee_id, text)
            select id, 'News for ' || department from poolwarden_demo.employees
            where department = (select department from poolwarden_demo.employees order by random() limit 1);

            insert into poolwarden_demo.messages (conversation_id, author, text)
            select id, 'user', 'Is there any news?' from poolwarden_demo.conversations order by id desc limit 3 for key share
            """),

    SHARED_DRIVE("20m", """
            update poolwarden_demo.shared_files set bytes = bytes + 1024, changed_at = now()
            where id in (select id from poolwarden_demo.shared_files order by changed_at limit 20 for update skip locked);

            insert into poolwarden_demo.shared_files (owner_id, path, bytes)
            select id, '/home/' || id || '/notes.txt', 1024 from poolwarden_demo.employees order by random() limit 5
            """),

    CLEAN_UP("60s", Retention.script());

    private final String every;
    private final String script;

    BackgroundTask(String every, String script) {
        this.every = every;
        this.script = script;
    }

    /** The time between the beginnings of two runs, as the scheduler reads it. */
    String every() {
        return every;
    }

    /** Statements separated by semicolons, which succeed or fail together. */
    String script() {
        return script;
    }

    @Override
    public String toString() {
        return "demo-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
