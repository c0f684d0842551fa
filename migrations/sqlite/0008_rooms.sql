-- When a room can be booked; at any time without.

ALTER TABLE place ADD COLUMN bookable TEXT CHECK (json_valid(bookable));
