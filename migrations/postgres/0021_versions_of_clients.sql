-- As of which change what is written down of a client is: its own fields, its contacts and its addresses. Who changes them
-- says what they have seen.

ALTER TABLE client ADD COLUMN version bigint NOT NULL DEFAULT 0;
