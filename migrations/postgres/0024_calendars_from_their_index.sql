-- A calendar is read from this index alone: it has all that is asked for.

ALTER TABLE calendar_entry
    DROP CONSTRAINT calendar_entry_pkey,
    ADD PRIMARY KEY (person, tier, starts, meeting, ordinal) INCLUDE (ends, answer, awaited);
