-- A meeting outside is at an address of its own: what becomes of the client's card later does not rewrite it.

ALTER TABLE meeting ADD COLUMN address TEXT CHECK (address <> '');
-- Degrees (WGS 84); both or neither, and only of an address.
ALTER TABLE meeting ADD COLUMN latitude REAL CHECK (latitude BETWEEN -90 AND 90);
ALTER TABLE meeting ADD COLUMN longitude REAL
    CHECK (longitude BETWEEN -180 AND 180)
    CHECK ((latitude IS NULL) = (longitude IS NULL))
    CHECK (address IS NOT NULL OR latitude IS NULL);

-- Until now it was taken to be at the client's main address.
UPDATE meeting SET (address, latitude, longitude) = (
    SELECT address.text, address.latitude, address.longitude
    FROM client JOIN address ON address.id = client.main_address WHERE client.id = meeting.client
) WHERE place IS NULL AND kind IN (SELECT id FROM kind WHERE event_type = 'external');

-- What a further occurrence of a series is made from is a card.
UPDATE series SET card = json_set(card, '$.address', json((
    SELECT json_object('text', meeting.address, 'position',
        CASE WHEN meeting.latitude IS NOT NULL THEN json_array(meeting.latitude, meeting.longitude) END)
    FROM meeting WHERE meeting.series = series.id AND meeting.address IS NOT NULL AND NOT meeting.altered
    ORDER BY meeting.recurrence_id DESC LIMIT 1
))) WHERE EXISTS (
    SELECT 1 FROM meeting WHERE meeting.series = series.id AND meeting.address IS NOT NULL AND NOT meeting.altered
);
