SELECT id, component, status, message, data, checked_at_ms
FROM (SELECT id, component, status, message, data, checked_at_ms,
             row_number() OVER (PARTITION BY component ORDER BY checked_at_ms DESC, id DESC) AS place
      FROM health_checks) AS ranked
WHERE place = 1
ORDER BY component
