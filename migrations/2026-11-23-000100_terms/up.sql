-- The closed lists of the ledger. Each stands in `src/domain` under the same words.
CREATE TYPE status AS ENUM (
    'not_reported', 'not_started', 'in_progress', 'substantial', 'complete',
    'ongoing', 'stalled', 'abandoned', 'superseded'
);
CREATE TYPE update_status AS ENUM (
    'not_started', 'in_progress', 'substantial', 'complete',
    'ongoing', 'stalled', 'abandoned', 'superseded', 'withdrawn'
);
CREATE TYPE basis AS ENUM ('declared', 'assessed');
CREATE TYPE timeliness AS ENUM (
    'undated', 'not_due', 'upcoming', 'in_window', 'overdue',
    'done_on_time', 'done_late', 'follows'
);
CREATE TYPE party_kind AS ENUM ('state', 'secretariat', 'group');
CREATE TYPE party_role AS ENUM ('host', 'lead', 'participant', 'supporter');
CREATE TYPE strength AS ENUM (
    'decision', 'undertaking', 'support', 'position', 'acknowledgement'
);
CREATE TYPE kind AS ENUM (
    'event', 'institution', 'instrument', 'programme', 'policy', 'position'
);
CREATE TYPE urgency AS ENUM ('asap');
CREATE TYPE user_role AS ENUM ('viewer', 'analyst', 'assessor', 'editor', 'admin');
CREATE TYPE entity AS ENUM (
    'declaration', 'party', 'commitment', 'obligation', 'milestone', 'update'
);
CREATE TYPE change_op AS ENUM ('created', 'edited', 'deleted');
