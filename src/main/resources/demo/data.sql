-- The first rows: some ten thousand, the same ones on every machine (only their times count back from now).
set local search_path to poolwarden_demo;

insert into employees (name, department, hired_at)
select (array['Ada', 'Ben', 'Cleo', 'Dan', 'Eva', 'Finn', 'Gina', 'Hugo', 'Ida', 'Jan',
              'Kim', 'Leo', 'Mia', 'Noah', 'Olga', 'Paul', 'Rosa', 'Sam', 'Tess', 'Uwe'])[1 + n % 20]
       || ' ' ||
       (array['Adler', 'Berg', 'Castle', 'Dahl', 'Ernst', 'Frost', 'Green', 'Holm', 'Iversen', 'Jung'])[1 + n / 20],
       (array['Engineering', 'Support', 'Sales', 'Finance', 'People'])[1 + n % 5],
       now() - n * interval '11 days'
from generate_series(0, 199) n;

insert into conversations (employee_id, title, created_at)
select 1 + n * 7 % 200, 'Question ' || n, now() - (500 - n) * interval '1 hour'
from generate_series(1, 500) n;

insert into messages (conversation_id, author, text, created_at)
select 1 + n % 500, 'user', 'How do we go on with item ' || n || '?', now() - (2000 - n) * interval '15 minutes'
from generate_series(1, 2000) n;

insert into messages (conversation_id, author, answers, text, created_at)
select conversation_id, 'assistant', id, 'Noted: ' || text, created_at + interval '2 seconds'
from messages order by id;

insert into activities (employee_id, kind, detail, created_at)
select 1 + n * 13 % 200, (array['coding', 'call', 'review', 'coffee', 'planning'])[1 + n % 5], 'item ' || n,
       now() - (5000 - n) * interval '2 minutes'
from generate_series(1, 5000) n;

insert into notifications (employee_id, text, read, created_at)
select 1 + n * 3 % 200, 'Item ' || n || ' waits for you', n % 4 > 0, now() - (1000 - n) * interval '10 minutes'
from generate_series(1, 1000) n;

insert into meetings (organizer_id, topic, starts_at, held)
select 1 + n * 17 % 200, 'Meeting ' || n, now() + (n - 180) * interval '4 hours', n <= 180
from generate_series(1, 200) n;

insert into trainings (employee_id, course, progress)
select n, (array['Security', 'First aid', 'SQL', 'Leadership'])[1 + n % 4], n * 7 % 11 * 10
from generate_series(1, 200) n;

insert into awards (employee_id, title, awarded_at)
select 1 + n * 29 % 200, 'Most helpful', now() - (100 - n) * interval '3 days'
from generate_series(1, 100) n;

insert into reviews (employee_id, rating, reviewed_at)
select 1 + n % 200, 1 + n * n / 7 % 5, now() - (400 - n) * interval '1 day'
from generate_series(1, 400) n;

insert into shared_files (owner_id, path, bytes, changed_at)
select 1 + n * 23 % 200, '/team/report-' || n || '.odt', 1024 * (1 + n * 37 % 900), now() - (300 - n) * interval '6 hours'
from generate_series(1, 300) n;

-- The planner would otherwise guess until autovacuum comes along.
analyze employees, conversations, messages, activities, notifications, meetings, trainings, awards, reviews, shared_files;
