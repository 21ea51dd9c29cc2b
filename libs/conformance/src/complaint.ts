/** What a driver does that it must not. */
export class Complaint extends Error {
  override readonly name = 'Complaint';
}

/** @throws Complaint */
export function complain(what: string, evidence?: unknown): never {
  throw new Complaint(evidence === undefined ? what : `${what}: ${JSON.stringify(evidence)}`);
}

/** @throws Complaint where two values differ as JSON, in the order of their members too */
export function mustEqual(actual: unknown, expected: unknown, what: string): void {
  const [one, other] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (one !== other) complain(what, { expected, actual });
}
