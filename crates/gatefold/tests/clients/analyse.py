"""Asks DuckDB about an exported history: what it takes the columns for, counts, and every row."""

import json
import sys
import tempfile
import zipfile

import duckdb

with tempfile.TemporaryDirectory() as folder:
    zipfile.ZipFile(sys.argv[1]).extractall(folder)
    database = duckdb.connect()
    database.execute("SET TimeZone = 'UTC'")
    database.execute(
        "CREATE VIEW listens AS SELECT * FROM "
        f"read_parquet('{folder}/listens/**/*.parquet', hive_partitioning = true)"
    )

    def rows(question):
        return database.execute(question).fetchall()

    print(
        json.dumps(
            {
                "columns": {name: kind for name, kind, *_ in rows("DESCRIBE listens")},
                "months": rows("SELECT year, month, count(*) FROM listens GROUP BY ALL ORDER BY ALL"),
                "one_month": rows("SELECT count(*) FROM listens WHERE year = 2020 AND month = 9"),
                "rows": rows(
                    "SELECT epoch_ms(listened_at), artist_name, recording_name, length_ms, "
                    "release_name, len(artist_mbids) FROM listens ORDER BY listened_at"
                ),
            }
        )
    )
