-- When people are away, and who stands in for them (S69).

CREATE TABLE absence (
    id uuid PRIMARY KEY,
    person uuid NOT NULL REFERENCES person (id),
    first date NOT NULL,
    last date NOT NULL,
    zone text NOT NULL,
    -- The first moment of the first day, and the first after the last; seconds since 1970.
    starts bigint NOT NULL,
    ends bigint NOT NULL CHECK (ends > starts),
    substitute uuid REFERENCES person (id) CHECK (substitute <> person),
    -- Whether now is within it. It becomes so, and ceases to be, by a change of its own: rights are read without a clock,
    -- and whoever looks is told that they are different.
    in_force boolean NOT NULL DEFAULT FALSE
);

CREATE INDEX absence_of ON absence (person, starts);
CREATE INDEX absence_substitute ON absence (substitute) WHERE in_force;

-- Who acts as the head of a department: its head, and who stands in for them.
CREATE VIEW acting_head (department, head, instead_of) AS
    SELECT id, head, head FROM department WHERE head IS NOT NULL AND NOT archived
    UNION ALL
    SELECT department.id, absence.substitute, absence.person
    FROM absence JOIN department ON department.head = absence.person AND NOT department.archived
    WHERE absence.in_force AND absence.substitute IS NOT NULL;
