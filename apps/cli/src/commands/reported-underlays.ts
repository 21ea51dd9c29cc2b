import { interfaces, type InterfaceAnswer } from '../api/answers.js';
import { readAs } from '../api/api-client.js';
import { CliError } from '../cli-error.js';
import type { UnderlayDraft } from '../documents/draft-charter.js';
import type { Session } from '../session.js';

/** Interfaces by which other hosts may reach a host: those with an address that no contract made. */
export async function reportedUnderlays(
  session: Session,
  node: string,
): Promise<readonly UnderlayDraft[]> {
  const items = await reportedInterfaces(session, node);
  const underlays = items
    .filter(({ name, owner }) => owner == null && name !== 'lo')
    .flatMap(underlayOf);
  if (underlays.length === 0) {
    session.note(
      `no address of the host '${node}' is known: fill in its underlays by hand or with --underlay`,
    );
  }
  return underlays;
}

async function reportedInterfaces(
  { api }: Session,
  node: string,
): Promise<readonly InterfaceAnswer[]> {
  try {
    const { body } = await api.get(`/nodes/${encodeURIComponent(node)}/interfaces`);
    return readAs(interfaces, body, 'list of interfaces').items;
  } catch (cause) {
    if (cause instanceof CliError && cause.code === 'not-found') return []; // It has not reported yet.
    throw cause;
  }
}

function underlayOf({ name, addresses, mtu }: InterfaceAnswer): readonly UnderlayDraft[] {
  const global = addresses.map((address) => address.replace(/\/\d+$/, '')).filter(isReachable);
  if (global.length === 0) return [];
  return [{ link: name, addresses: global, ...(isUnderlayMtu(mtu) ? { mtu } : {}) }];
}

/** Neither loopback nor link-local (RFC 4291, 2.4; RFC 3927). */
function isReachable(address: string): boolean {
  return !/^(127\.|169\.254\.|::1$|fe[89ab])/i.test(address);
}

/** What a charter may state, see `charterSchema`. */
function isUnderlayMtu(mtu: number | null | undefined): mtu is number {
  return mtu != null && mtu >= 1280 && mtu <= 65535;
}
