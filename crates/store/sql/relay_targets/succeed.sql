UPDATE relay_targets
SET state = 'ok', failures = 0, retry_at_ms = NULL, last_error = NULL, last_success_at_ms = $2, sent_count = sent_count + $3
WHERE id = $1
