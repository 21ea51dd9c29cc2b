const units = [
  { name: 'd', seconds: 86_400 },
  { name: 'h', seconds: 3600 },
  { name: 'min', seconds: 60 },
  { name: 's', seconds: 1 },
] as const;

/** How long ago a time was, in its greatest unit: `3 min ago`; `never` where there is none. */
export function age(instant: string | null | undefined, now: Date): string {
  if (instant === null || instant === undefined) return 'never';
  const passed = Math.floor((now.getTime() - Date.parse(instant)) / 1000);
  if (Number.isNaN(passed)) return instant;
  const unit = units.find(({ seconds }) => passed >= seconds);
  return unit === undefined ? 'now' : `${Math.floor(passed / unit.seconds)} ${unit.name} ago`;
}
