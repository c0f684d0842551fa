-- Week plans (the meeting journal). What a plan consists of are the meetings themselves; here is what was decided
-- about them. A plan that nobody has touched has no row.

CREATE TABLE week_plan (
    -- Made from owner and week (domain::journal::PlanKey::id).
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    owner BLOB NOT NULL REFERENCES person (id),
    -- As ISO 8601 writes it: 2026-W48.
    week TEXT NOT NULL CHECK (length(week) = 8),
    -- The revision of the last change; 0 when only the conversation has begun.
    version INTEGER NOT NULL CHECK (version >= 0),
    state TEXT NOT NULL CHECK (state IN ('draft', 'returned', 'submitted', 'approved', 'reviewed')),
    submission TEXT CHECK (json_valid(submission)),
    returned TEXT CHECK (json_valid(returned)),
    -- The frozen plan: who, when, and what every meeting promised.
    approval TEXT CHECK (json_valid(approval)),
    review TEXT CHECK (json_valid(review)),
    UNIQUE (owner, week),
    CHECK ((state IN ('approved', 'reviewed')) = (approval IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX week_plan_week ON week_plan (week, owner);

-- What was changed after the approval, and why.
CREATE TABLE plan_amendment (
    plan BLOB NOT NULL REFERENCES week_plan (id),
    revision INTEGER NOT NULL,
    meeting BLOB NOT NULL REFERENCES meeting (id),
    at TEXT NOT NULL,
    done_by BLOB REFERENCES person (id),
    what TEXT NOT NULL CHECK (json_valid(what)),
    reason TEXT NOT NULL,
    PRIMARY KEY (plan, revision, meeting)
) STRICT, WITHOUT ROWID;

-- Which meetings are, or were, in which approved plans: whoever changes one finds the plans that it amends.
CREATE TABLE plan_meeting (
    meeting BLOB NOT NULL REFERENCES meeting (id),
    plan BLOB NOT NULL REFERENCES week_plan (id),
    PRIMARY KEY (meeting, plan)
) STRICT, WITHOUT ROWID;

-- Up to where somebody has seen the amendments of a plan.
CREATE TABLE plan_look (
    plan BLOB NOT NULL REFERENCES week_plan (id),
    person BLOB NOT NULL REFERENCES person (id),
    revision INTEGER NOT NULL,
    PRIMARY KEY (plan, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX meeting_responsible ON meeting (responsible, wall_start);

-- A change can be about a plan. SQLite does not alter the check of a table, so there is a new one; which words
-- there are is for the code to know from now on.
CREATE TABLE change_anew (
    revision INTEGER PRIMARY KEY CHECK (revision > 0),
    at TEXT NOT NULL,
    -- Nobody when Daybook itself or its command line acted.
    done_by BLOB REFERENCES person (id),
    channel TEXT NOT NULL CHECK (channel IN ('screen', 'rest', 'command_line', 'system')),
    about TEXT NOT NULL CHECK (about <> ''),
    meeting BLOB REFERENCES meeting (id),
    series BLOB REFERENCES series (id),
    plan BLOB REFERENCES week_plan (id),
    acts TEXT NOT NULL CHECK (json_valid(acts)),
    affected TEXT NOT NULL CHECK (json_valid(affected)),
    CHECK ((about = 'meeting') = (meeting IS NOT NULL)),
    CHECK ((about = 'series') = (series IS NOT NULL)),
    CHECK ((about = 'plan') = (plan IS NOT NULL))
) STRICT;

INSERT INTO change_anew (revision, at, done_by, channel, about, meeting, series, acts, affected)
SELECT revision, at, done_by, channel, about, meeting, series, acts, affected FROM change ORDER BY revision;

DROP TABLE change;
ALTER TABLE change_anew RENAME TO change;

CREATE INDEX change_meeting ON change (meeting, revision) WHERE meeting IS NOT NULL;
CREATE INDEX change_plan ON change (plan, revision) WHERE plan IS NOT NULL;
