-- Removes the submissions whose listens are still to be made.
DROP TABLE {listens}listens_inbox;
