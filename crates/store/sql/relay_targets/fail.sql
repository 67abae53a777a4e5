UPDATE relay_targets
SET state = $2, failures = failures + 1, retry_at_ms = $3, last_error = $4
WHERE id = $1
