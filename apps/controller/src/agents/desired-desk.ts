import { accept, type Result } from '#contract';
import type { DesiredIndex } from '#protocol';
import type { Store } from '#store';
import type { Doorbell } from '../core/doorbell.js';
import { nodeBell } from '../core/journal.js';
import { Answer } from '../http/answer.js';
import { etagOf, namesEtag } from '../http/etag.js';
import { formatEvent, heartbeat } from '../http/event-stream.js';
import { refuseWith } from '../problems/refuse-with.js';

/** What is wanted of a host, as names of documents; the host fetches and judges the documents itself. */
export class DesiredDesk {
  constructor(
    private readonly store: Store,
    private readonly doorbell: Doorbell,
    private readonly heartbeatSeconds: number,
  ) {}

  /** Status 304 where `ifNoneMatch` names what is still so. */
  async answer(node: string, ifNoneMatch: string | undefined): Promise<Answer> {
    const desired = await this.of(node);
    const etag = etagOf(desired);
    const unchanged = ifNoneMatch !== undefined && namesEtag(ifNoneMatch, etag, 'weakly');
    return unchanged ? new Answer(undefined, 304, { etag }) : new Answer(desired, 200, { etag });
  }

  /** A charter or contract that hosts may have, with its signatures. */
  async document(digest: string): Promise<Result<Answer>> {
    const charter = await this.store.charters.byDigest(digest);
    const version =
      charter === undefined ? await this.store.contractVersions.byDigest(digest) : undefined;
    const approved = version === undefined || version.state === 'signing' ? undefined : version;
    const envelope = charter?.envelope ?? approved?.envelope;
    if (envelope === undefined)
      return refuseWith('document-unknown', `there is no document '${digest}'`);
    return accept(
      Answer.bytes(envelope, 'application/jose+json', {
        'cache-control': 'private, max-age=31536000, immutable',
        etag: `"${digest}"`,
      }),
    );
  }

  /** Tells the generation now and at each change. A hint that is lost costs time only: hosts also poll. */
  async *hints(node: string, signal: AbortSignal): AsyncGenerator<string> {
    let told = -1;
    while (!signal.aborted) {
      const next = this.doorbell.wait(nodeBell(node), this.heartbeatSeconds * 1000, signal);
      const generation = (await this.store.nodes.find(node))?.generation ?? 0;
      yield generation === told
        ? heartbeat
        : formatEvent({ event: 'desired', data: { generation } });
      told = generation;
      await next;
    }
  }

  private async of(node: string): Promise<DesiredIndex> {
    return this.store.transaction(async ({ nodes, charters, contracts, contractWords }) => ({
      generation: (await nodes.find(node))?.generation ?? 0,
      charters: await charters.index(),
      contracts: await contracts.desiredOf(node),
      confirmations: (await contractWords.heardBy(node, 'confirmation')).map(
        ({ contractId, digest }) => ({ contractId, digest }),
      ),
      retries: (await contractWords.heardBy(node, 'retry')).map(({ contractId, digest, id }) => ({
        contractId,
        digest,
        id,
      })),
    }));
  }
}
