export interface JoinWish {
  readonly url: string;
  /** Works once. */
  readonly token: string;
  /** By what the host shall know the charter of its site; absent: the operator still has to say. */
  readonly anchor: string | undefined;
}

/** The command that a host's agent is started with for the first time; no process has the token among its arguments. */
export function joinCommand({ url, token, anchor }: JoinWish): string {
  // With '=': the id of a key may begin with a dash.
  const trust = anchor === undefined ? '' : ` --trust-anchor=${anchor}`;
  return `echo ${token} | hercules-agent --controller ${url} --join-token-file -${trust}`;
}
