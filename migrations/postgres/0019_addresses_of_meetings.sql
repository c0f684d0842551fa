-- A meeting outside is at an address of its own: what becomes of the client's card later does not rewrite it.

ALTER TABLE meeting ADD COLUMN address text CHECK (address <> '');
-- Degrees (WGS 84); both or neither, and only of an address.
ALTER TABLE meeting ADD COLUMN latitude double precision CHECK (latitude BETWEEN -90 AND 90);
ALTER TABLE meeting ADD COLUMN longitude double precision CHECK (longitude BETWEEN -180 AND 180),
    ADD CHECK ((latitude IS NULL) = (longitude IS NULL)),
    ADD CHECK (address IS NOT NULL OR latitude IS NULL);

-- Until now it was taken to be at the client's main address.
UPDATE meeting SET address = office.text, latitude = office.latitude, longitude = office.longitude
FROM client, address AS office, kind
WHERE client.id = meeting.client AND office.id = client.main_address AND meeting.place IS NULL
    AND kind.id = meeting.kind AND kind.event_type = 'external';

-- What a further occurrence of a series is made from is a card.
UPDATE series SET card = jsonb_set(card, '{address}', latest.address)
FROM (
    SELECT DISTINCT ON (meeting.series) meeting.series, jsonb_build_object('text', meeting.address, 'position',
        CASE WHEN meeting.latitude IS NOT NULL
            THEN jsonb_build_array(meeting.latitude, meeting.longitude) END) AS address
    FROM meeting WHERE meeting.series IS NOT NULL AND meeting.address IS NOT NULL AND NOT meeting.altered
    ORDER BY meeting.series, meeting.recurrence_id DESC
) AS latest
WHERE latest.series = series.id;
