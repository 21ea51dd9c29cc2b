import type { Owner } from './link-fields.js';

/** The rtnetlink protocol number of our addresses and routes: who installed them. Free in rt_protos of iproute2. */
export const ownProtocol = 72;

const prefix = 'hercules:';

/** The interface alias by which a link of ours is known, also after the state directory is lost. */
export function markOf(owner: Owner): string {
  return `${prefix}${owner.contract}/${owner.workload}`;
}

/** The owner that an interface alias names; undefined where the alias is not our mark. */
export function ownerOfMark(alias: string | undefined): Owner | undefined {
  const match = /^hercules:([0-9A-Z]{26})\/([a-z0-9.-]{1,63})$/.exec(alias ?? '');
  const [, contract, workload] = match ?? [];
  return contract === undefined || workload === undefined ? undefined : { contract, workload };
}
