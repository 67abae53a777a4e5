SELECT key_id, count(*) AS rows
FROM (SELECT key_id FROM user_secrets
      UNION ALL
      SELECT legacy_key_id FROM app_tokens WHERE legacy_key_id IS NOT NULL) AS kept
GROUP BY key_id
ORDER BY key_id
