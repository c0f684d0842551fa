-- Week plans (the meeting journal). What a plan consists of are the meetings themselves; here is what was decided
-- about them. A plan that nobody has touched has no row.

CREATE TABLE week_plan (
    -- Made from owner and week (domain::journal::PlanKey::id).
    id uuid PRIMARY KEY,
    owner uuid NOT NULL REFERENCES person (id),
    -- As ISO 8601 writes it: 2026-W48.
    week text COLLATE "C" NOT NULL CHECK (length(week) = 8),
    -- The revision of the last change; 0 when only the conversation has begun.
    version bigint NOT NULL CHECK (version >= 0),
    state text NOT NULL CHECK (state IN ('draft', 'returned', 'submitted', 'approved', 'reviewed')),
    submission jsonb,
    returned jsonb,
    -- The frozen plan: who, when, and what every meeting promised.
    approval jsonb,
    review jsonb,
    UNIQUE (owner, week),
    CHECK ((state IN ('approved', 'reviewed')) = (approval IS NOT NULL))
);

CREATE INDEX week_plan_week ON week_plan (week, owner);

-- What was changed after the approval, and why.
CREATE TABLE plan_amendment (
    plan uuid NOT NULL REFERENCES week_plan (id),
    revision bigint NOT NULL,
    meeting uuid NOT NULL REFERENCES meeting (id),
    at timestamptz NOT NULL,
    done_by uuid REFERENCES person (id),
    what jsonb NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (plan, revision, meeting)
);

-- Which meetings are, or were, in which approved plans: whoever changes one finds the plans that it amends.
CREATE TABLE plan_meeting (
    meeting uuid NOT NULL REFERENCES meeting (id),
    plan uuid NOT NULL REFERENCES week_plan (id),
    PRIMARY KEY (meeting, plan)
);

-- Up to where somebody has seen the amendments of a plan.
CREATE TABLE plan_look (
    plan uuid NOT NULL REFERENCES week_plan (id),
    person uuid NOT NULL REFERENCES person (id),
    revision bigint NOT NULL,
    PRIMARY KEY (plan, person)
);

CREATE INDEX meeting_responsible ON meeting (responsible, wall_start);

-- A change can be about a plan. Which words there are is for the code to know from now on.
ALTER TABLE change DROP CONSTRAINT change_about_check;
ALTER TABLE change
    ADD COLUMN plan uuid REFERENCES week_plan (id),
    ADD CONSTRAINT change_plan_check CHECK ((about = 'plan') = (plan IS NOT NULL));

CREATE INDEX change_plan ON change (plan, revision) WHERE plan IS NOT NULL;
