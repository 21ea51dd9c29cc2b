import type { InterfaceName } from '#drivers';

/** What a host found out by a check. */
export interface Finding {
  /** Unknown: it could not be carried out here. */
  readonly status: 'True' | 'False' | 'Unknown';
  /** One word in CamelCase. */
  readonly reason: string;
  /** The same for the same finding, whenever it is made. */
  readonly message: string;
}

export function passed(reason: string, message: string): Finding {
  return { status: 'True', reason, message };
}

export function failed(reason: string, message: string): Finding {
  return { status: 'False', reason, message };
}

export function unknown(reason: string, message: string): Finding {
  return { status: 'Unknown', reason, message };
}

export function linksMissing(missing: readonly InterfaceName[]): Finding {
  return failed('LinkMissing', `no such link on this host: ${listed(missing) || 'none at all'}`);
}

export function listed(links: readonly InterfaceName[]): string {
  return links.map((link) => `'${link}'`).join(', ');
}
