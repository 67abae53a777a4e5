-- Whether the catalogue knows a subject, beside each other: pages ask it of recordings from anywhere.
CREATE INDEX {listens}subjects_known_idx ON subjects (id, mbid) WHERE mbid IS NOT NULL;
