-- Whom each leads is asked with every calendar, and hardly ever different: it is kept, and not found anew by walking the tree.

-- The departments that somebody acts as the head of, and those below them. One that is archived makes nobody a supervisor, but
-- what is below it stays below what is above it.
CREATE VIEW led_by_tree (leader, department, instead_of) AS
    WITH RECURSIVE below (leader, department, instead_of) AS (
        SELECT head, department, instead_of FROM acting_head
        UNION
        SELECT below.leader, department.id, below.instead_of
        FROM department JOIN below ON department.parent = below.department
    )
    SELECT leader, department, instead_of FROM below;

-- The same, as of the last change of the tree and of who stands in.
CREATE TABLE led_department (
    leader uuid NOT NULL REFERENCES person (id),
    department uuid NOT NULL REFERENCES department (id),
    instead_of uuid NOT NULL REFERENCES person (id),
    PRIMARY KEY (leader, department, instead_of)
);

INSERT INTO led_department (leader, department, instead_of)
SELECT leader, department, instead_of FROM led_by_tree;

-- What is read of an entry stands in its index, so that its row need not be looked up.

ALTER TABLE calendar_entry
    DROP CONSTRAINT calendar_entry_pkey,
    ADD PRIMARY KEY (person, tier, starts, meeting, ordinal) INCLUDE (ends, answer, awaited);

-- How often a kind, a category or a place was written: these are kept at hand, and read again after another time.
ALTER TABLE counter ADD COLUMN registers bigint NOT NULL DEFAULT 1;
