/** Prices are millionths; `divisor` is how many of these the smallest amount has that the plan bills. */
export const tables = `
CREATE TABLE moment (host TEXT, at INTEGER);
CREATE TABLE reading (host TEXT, at INTEGER, boot TEXT, contract TEXT, number INTEGER, epoch INTEGER, rx INTEGER, tx INTEGER);
CREATE TABLE period (begins INTEGER, ends INTEGER);
CREATE TABLE subject (contract TEXT, plan TEXT);
CREATE TABLE rate (plan TEXT, position INTEGER, name TEXT, type TEXT, price INTEGER, side TEXT, unit INTEGER, divisor INTEGER);
CREATE TABLE tier (plan TEXT, position INTEGER, begins INTEGER, ends INTEGER, price INTEGER);
`;

/** One row for each interface and stretch of time: what its counters have grown by since they were last read. */
const carried = `
stretch AS (
  SELECT host, at, at - lag(at) OVER (PARTITION BY host ORDER BY at) AS length FROM moment
),
pair AS (
  SELECT *, row_number() OVER interface AS nth,
    lag(epoch) OVER interface AS epoch0, lag(rx) OVER interface AS rx0, lag(tx) OVER interface AS tx0
  FROM (SELECT DISTINCT * FROM reading)
  WINDOW interface AS (PARTITION BY host, boot, number ORDER BY at)
),
carried AS (
  SELECT pair.contract, host, number, length,
    CASE WHEN nth = 1 OR epoch IS NOT epoch0 OR rx < rx0 OR tx < tx0 THEN rx ELSE rx - rx0 END AS rx,
    CASE WHEN nth = 1 OR epoch IS NOT epoch0 OR rx < rx0 OR tx < tx0 THEN tx ELSE tx - tx0 END AS tx
  FROM pair JOIN stretch USING (host, at) JOIN period
  WHERE at > begins AND at <= ends
)`;

export const octetsSql = `WITH ${carried} SELECT contract, sum(rx) + sum(tx) AS octets FROM carried GROUP BY contract`;

/** Volume of a contract, cut at the borders of tiers: whole units and what is left, so that nothing is beyond 64 bits. */
const volume = `
volume AS (
  SELECT contract, rate.plan, position, name, unit, divisor,
    coalesce(sum(CASE side WHEN 'ingress' THEN rx WHEN 'egress' THEN tx ELSE rx + tx END), 0) AS octets
  FROM subject JOIN rate USING (plan) LEFT JOIN carried USING (contract)
  WHERE type = 'tiered' GROUP BY contract, rate.plan, position
),
slice AS (
  SELECT contract, volume.plan, volume.position, price, unit,
    max(0, min(octets, coalesce(ends, octets)) - begins) AS octets
  FROM volume JOIN tier USING (plan, position)
),
tiered AS (
  SELECT contract, volume.position, name,
    volume.octets / volume.unit * 1000000 + (volume.octets % volume.unit * 2000000 + volume.unit) / (volume.unit * 2) AS quantity,
    (sum(slice.octets / volume.unit * price) + sum(slice.octets % volume.unit * price) / volume.unit + divisor / 2) / divisor AS cost
  FROM volume JOIN slice USING (contract, plan, position) GROUP BY contract, volume.position
)`;

/**
 * Mbit/s of a stretch by long division: whole ones, and three times six digits behind the point. A stretch weighs as many
 * samples as it has five minutes.
 */
const percentile = `
whole AS (
  SELECT contract, host, number, max(1, (length * 2 + 300000) / 600000) AS weight, length * 1000 AS below,
    max(rx, tx) * 8 / (length * 1000) AS q, max(rx, tx) * 8 % (length * 1000) AS rest0
  FROM carried
),
six AS (SELECT *, rest0 * 1000000 / below AS f, rest0 * 1000000 % below AS rest1 FROM whole),
twelve AS (SELECT *, rest1 * 1000000 / below AS g, rest1 * 1000000 % below AS rest2 FROM six),
eighteen AS (SELECT *, rest2 * 1000000 / below AS h FROM twelve),
heap AS (
  SELECT *,
    sum(weight) OVER (PARTITION BY host, number ORDER BY q, f, g, h ROWS UNBOUNDED PRECEDING) AS reached,
    sum(weight) OVER (PARTITION BY host, number) AS total
  FROM eighteen
),
border AS (
  SELECT *, row_number() OVER (PARTITION BY host, number ORDER BY reached) AS nth
  FROM heap WHERE reached * 100 >= total * 95
),
-- What long division has left out is less than 100 units of the 18th digit.
added AS (
  SELECT contract, sum(q) AS q, sum(f) AS f, sum(g) AS g, sum(h) + 100 AS h FROM border WHERE nth = 1 GROUP BY contract
),
throughput AS (
  SELECT contract, (q * 1000000 + f) * 1000000 + g + h / 1000000 AS trillionths, h % 1000000 AS h FROM added
),
percentile95 AS (
  SELECT contract, position, name, coalesce((trillionths + 500000) / 1000000, 0) AS quantity,
    coalesce((trillionths / 1000000 * price + (trillionths % 1000000 * price + h * price / 1000000) / 1000000
      + divisor / 2 * 1000000) / (divisor * 1000000), 0) AS cost
  FROM subject JOIN rate USING (plan) LEFT JOIN throughput USING (contract) WHERE type = 'percentile95'
)`;

const others = `
hours AS (
  SELECT contract, position, name, price, divisor, coalesce(sum(length), 0) AS stood
  FROM subject JOIN rate USING (plan) LEFT JOIN carried USING (contract)
  WHERE type = 'tunnel-hour' GROUP BY contract, position
),
tunnels AS (
  SELECT contract, position, name, (stood * 2000000 + 3600000) / 7200000 AS quantity,
    (stood * price * 2 + 3600000 * divisor) / (7200000 * divisor) AS cost
  FROM hours
),
flat AS (
  SELECT contract, position, name, 1000000 AS quantity, (price + divisor / 2) / divisor AS cost
  FROM subject JOIN rate USING (plan) WHERE type = 'flat'
)`;

export const ratingSql = `
WITH ${[carried, volume, percentile, others].join(',')}
SELECT contract, name, quantity, cost FROM (
  SELECT * FROM flat UNION ALL SELECT * FROM tiered UNION ALL SELECT * FROM percentile95 UNION ALL SELECT * FROM tunnels
) ORDER BY contract, position`;
