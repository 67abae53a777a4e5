-- Somebody has signed in again, or wants it tried at once.
UPDATE relay_targets
SET state = 'ok', failures = 0, retry_at_ms = NULL, last_error = NULL
WHERE id = $1
