-- Whether the catalogue knows a subject, beside each other: pages ask it of recordings from anywhere.
CREATE INDEX subjects_known_idx ON {listens}subjects (id, mbid) WHERE mbid IS NOT NULL;
