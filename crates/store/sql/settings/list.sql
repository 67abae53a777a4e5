SELECT key, value, updated_at_ms, updated_by
FROM settings
ORDER BY key
