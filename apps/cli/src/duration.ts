const millisecondsOf = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Reads `90`, `90s`, `15m`, `24h` or `30d` into milliseconds (a bare number counts seconds); undefined: neither. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,9})([smhd]?)$/.exec(text);
  const [, count, unit] = match ?? [];
  if (count === undefined) return undefined;
  return Number(count) * millisecondsOf[isUnit(unit) ? unit : 's'];
}

function isUnit(text: string | undefined): text is keyof typeof millisecondsOf {
  return text !== undefined && Object.hasOwn(millisecondsOf, text);
}
