-- When people are away, and who stands in for them (S69).

CREATE TABLE absence (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    person BLOB NOT NULL REFERENCES person (id),
    first TEXT NOT NULL CHECK (length(first) = 10),
    last TEXT NOT NULL CHECK (length(last) = 10),
    zone TEXT NOT NULL,
    -- The first moment of the first day, and the first after the last; seconds since 1970.
    starts INTEGER NOT NULL,
    ends INTEGER NOT NULL CHECK (ends > starts),
    substitute BLOB REFERENCES person (id) CHECK (substitute <> person),
    -- Whether now is within it. It becomes so, and ceases to be, by a change of its own: rights are read without a clock,
    -- and whoever looks is told that they are different.
    in_force INTEGER NOT NULL DEFAULT FALSE CHECK (in_force IN (FALSE, TRUE))
) STRICT, WITHOUT ROWID;

CREATE INDEX absence_of ON absence (person, starts);
CREATE INDEX absence_substitute ON absence (substitute) WHERE in_force;

-- Who acts as the head of a department: its head, and who stands in for them.
CREATE VIEW acting_head (department, head, instead_of) AS
    SELECT id, head, head FROM department WHERE head IS NOT NULL AND NOT archived
    UNION ALL
    SELECT department.id, absence.substitute, absence.person
    FROM absence JOIN department ON department.head = absence.person AND NOT department.archived
    WHERE absence.in_force AND absence.substitute IS NOT NULL;
