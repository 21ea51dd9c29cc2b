import { accept, type Result } from '#contract';
import type { ContractReport } from '#protocol';
import type { Repositories } from '#store';
import type { Presence } from '../nodes/presence.js';
import { refuseWith } from '../problems/refuse-with.js';

/** Hosts in the middle of a change: what they are at has to end before a newer version takes its place. */
export class PendingChanges {
  constructor(private readonly presence: Presence) {}

  /**
   * Refuses where a host carries a version of the contract out or waits for its confirmation. A silent host holds
   * nobody up: it takes back by itself what nobody confirms, and queues what comes in between.
   */
  async refuse(
    { reports, nodes, operations }: Pick<Repositories, 'reports' | 'nodes' | 'operations'>,
    contractId: string,
  ): Promise<Result<undefined>> {
    const busy = (await reports.ofContract(contractId)).filter(({ report }) => isUnderWay(report));
    if (busy.length === 0) return accept(undefined);
    const lastSeen = new Map((await nodes.list()).map(({ id, lastSeenAt }) => [id, lastSeenAt]));
    const heard = busy.filter(
      ({ node }) => this.presence.stateOf({ lastSeenAt: lastSeen.get(node) ?? null }) !== 'silent',
    );
    const [first] = heard;
    if (first === undefined) return accept(undefined);
    const [operation] = await operations.runningOf(contractId);
    const name = operation === undefined ? '' : ` (operation ${operation.id})`;
    const hosts = heard.map(({ node, report }) => `${node} ${whatItIsAt(report)}`).join(', ');
    return refuseWith(
      'change-pending',
      `version ${first.report.version} of contract ${contractId}${name} is still pending: ${hosts}`,
    );
  }
}

function isUnderWay({ state }: ContractReport): boolean {
  return state === 'applying' || state === 'confirming';
}

function whatItIsAt({ state, deadline }: ContractReport): string {
  if (state !== 'confirming') return 'carries it out';
  return deadline === undefined
    ? 'waits for its confirmation'
    : `waits until ${deadline} for its confirmation`;
}
