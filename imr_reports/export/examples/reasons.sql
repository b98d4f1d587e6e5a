-- Which reasons go with which decision? Runs as it stands in DuckDB, from this data set's folder:
--     duckdb < examples/reasons.sql
-- One row a reason: issues that give it, and of these how many were overturned; beside it the share of all.

WITH decided AS (
    SELECT issue_key, decision <> 'upheld' AS overturned
    FROM 'data/issues.parquet'
    WHERE decision <> 'not_stated'
),
overall AS (
    SELECT avg(overturned::INTEGER) AS share FROM decided
)
SELECT
    reason,
    count(*) AS issues,
    sum(overturned::INTEGER) AS overturned,
    round(avg(overturned::INTEGER), 3) AS share_overturned,
    round(avg(overturned::INTEGER) - any_value(share), 3) AS above_all
FROM 'data/reasons.parquet'
JOIN decided USING (issue_key)
CROSS JOIN overall
GROUP BY reason
ORDER BY issues DESC, reason;
