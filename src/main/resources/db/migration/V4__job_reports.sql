-- What a job reports has parts: how it ended, its tasks, its rows, what is worth knowing of its data.
update job
set report = jsonb_build_object(
    'ending', case when report ->> 'outcome' is not null then jsonb_build_object(
        'outcome', report -> 'outcome',
        'error', report -> 'error',
        'retryable', report -> 'retryable') end,
    'heartbeat', report -> 'heartbeat',
    'started', report -> 'started',
    'applicationId', report -> 'applicationId',
    'tasks', jsonb_build_object('done', report -> 'tasksDone', 'known', report -> 'tasksKnown'),
    'rows', jsonb_build_object(
        'read', report -> 'rowsRead',
        'written', report -> 'rowsWritten',
        'rejected', report -> 'rowsRejected',
        'older', report -> 'rowsOlder',
        'tooOld', report -> 'rowsTooOld',
        'ahead', 0),
    'findings', jsonb_build_object(
        'snapshots', report -> 'snapshots',
        'leakedValues', report -> 'leakedValues',
        'rejectedReasons', '{}'::jsonb,
        'ties', '{}'::jsonb,
        'missingColumns', '{}'::jsonb,
        'deadLetters', report -> 'deadLetters'))
where jsonb_typeof(report) = 'object';
