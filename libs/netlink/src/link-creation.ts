import type { InterfaceName, LinkResource, Operation } from '#drivers';
import type { OperationFailure } from '#engine';
import type { Batch } from './batch.js';
import { creationLevels, linkReferences } from './creation-levels.js';
import { ipv6StartsOn } from './ipv6-switch.js';
import { vniRequests, wholeKind } from './link-change.js';
import type { LinkDirectory } from './link-directory.js';
import { changeLink, createLink, deleteLink } from './link-message.js';
import { failure, failureOf, missingLink } from './operation-failure.js';
import type { Request } from './messages.js';
import { settingsAfterCreation, settingsAtCreation } from './new-link-settings.js';
import { newPortRequests, vlanRequests } from './port-change.js';

/** What the making of links needs of the host. */
export interface LinkTools {
  readonly batch: Batch;
  readonly links: LinkDirectory;
  /** Reads the links anew into the directory. */
  refresh(): Promise<void>;
  /** The errno name of a refusal. */
  switchIpv6(link: InterfaceName, on: boolean): string | undefined;
  /** Told of links that were made, before the first of them comes up; absent: nobody wants to know. */
  readonly beforeUp?: BeforeUp | undefined;
}

/** A link with the kernel's number of it. */
export interface NumberedLink {
  readonly link: LinkResource;
  readonly index: number;
}

/** They come up when this has returned. Whoever is told sees to his own failures. */
export type BeforeUp = (links: readonly NumberedLink[]) => Promise<void>;

/**
 * Makes links, those to recreate after they are gone. All of them come to be while they are down, then their IPv6 is
 * switched, then they come up: with IPv6 on, bringing up the nth link costs time in proportion to n. We choose the
 * indexes, so that nothing has to be read back; a link that refers to another one of the list waits for its success.
 */
export async function makeLinks(
  operations: readonly Operation[],
  tools: LinkTools,
): Promise<ReadonlyMap<Operation, OperationFailure>> {
  const creation = new LinkCreation(tools);
  const items = operations.flatMap(itemOf);
  await creation.removeOld(items.filter(({ operation }) => operation.action === 'recreate'));
  for (const level of creationLevels(items)) await creation.create(level.filter(isGood));
  await creation.setUpPorts(items.filter(isGood));
  creation.switchIpv6(items.filter(isGood));
  await creation.tellMade(items.filter(isGood));
  await creation.bringUp(items.filter(isGood));
  return new Map(
    items.flatMap(({ operation, failure: reason }) =>
      reason === undefined ? [] : [[operation, reason]],
    ),
  );
}

/** One link on its way. */
interface Item {
  readonly operation: Operation;
  readonly link: LinkResource;
  failure?: OperationFailure | undefined;
}

interface Work {
  readonly item: Item;
  readonly request: Request;
}

interface Created {
  readonly item: Item;
  readonly index: number;
}

function itemOf(operation: Operation): readonly Item[] {
  return operation.after?.type === 'link' ? [{ operation, link: operation.after }] : [];
}

/** `rtnl_newlink` and `dev_index_reserve` say it in these ways. */
function isTaken(errno: string | undefined): boolean {
  return errno === 'EEXIST' || errno === 'EBUSY';
}

function isGood(item: Item): boolean {
  return item.failure === undefined;
}

function membershipRequests(index: number, link: LinkResource): readonly Request[] {
  const own = link.kind === 'bridge' ? link.bridge.vlans : undefined;
  return [
    ...(link.kind === 'vxlan' ? vniRequests(index, link.vxlan.vnis) : []),
    ...vlanRequests({ index, isBridge: true }, own, undefined),
    ...(link.master == null ? [] : newPortRequests(index, link.port)),
  ];
}

class LinkCreation {
  /** Names that failed: a link of someone else may have them, which ours must not meet. */
  readonly #failed = new Set<InterfaceName>();

  constructor(private readonly tools: LinkTools) {}

  async removeOld(items: readonly Item[]): Promise<void> {
    const { links } = this.tools;
    const standing = items.flatMap((item) => {
      const index = links.indexOf(item.link.name);
      return index === undefined ? [] : [{ item, request: deleteLink(index) }];
    });
    await this.run(standing, ['ENODEV']);
    for (const { item } of standing) {
      if (isGood(item)) links.remove(item.link.name);
      else this.#failed.add(item.link.name);
    }
  }

  /** None of the links may refer to another one of them. */
  async create(items: readonly Item[]): Promise<void> {
    await this.tryCreate(items);
    const taken = items.filter(({ failure: reason }) => isTaken(reason?.errno));
    if (taken.length > 0) {
      // Either the name is taken or, by a program that also chooses them, the index.
      await this.tools.refresh();
      await this.tryCreate(
        taken.filter(({ link }) => this.tools.links.indexOf(link.name) === undefined),
      );
    }
    for (const { link } of items.filter((item) => !isGood(item))) this.#failed.add(link.name);
  }

  /** How links are ports, the VLANs of bridges themselves and the VNIs of VXLAN links, before any frame can pass. */
  async setUpPorts(items: readonly Item[]): Promise<void> {
    const work = items.flatMap((item) => {
      const index = this.tools.links.indexOf(item.link.name);
      const requests = index === undefined ? [] : membershipRequests(index, item.link);
      return requests.map((request) => ({ item, request }));
    });
    await this.run(work);
  }

  switchIpv6(items: readonly Item[]): void {
    const startsOn = items.length > 0 && ipv6StartsOn();
    for (const item of items.filter(({ link }) => link.ipv6 !== startsOn)) {
      const { name, ipv6 } = item.link;
      const errno = this.tools.switchIpv6(name, ipv6);
      if (errno === undefined) continue;
      const words = `its IPv6 could not be switched ${ipv6 ? 'on' : 'off'}`;
      item.failure = failure(item.operation, errno, words);
    }
  }

  async tellMade(items: readonly Item[]): Promise<void> {
    const { links, beforeUp } = this.tools;
    const made = items.flatMap(({ link }) => {
      const index = links.indexOf(link.name);
      return index === undefined ? [] : [{ link, index }];
    });
    if (made.length > 0) await beforeUp?.(made);
  }

  async bringUp(items: readonly Item[]): Promise<void> {
    const work = items.flatMap((item) => {
      const { name, up } = item.link;
      const index = this.tools.links.indexOf(name);
      return index === undefined || !up ? [] : [{ item, request: changeLink(index, { up }) }];
    });
    await this.run(work);
  }

  private async tryCreate(items: readonly Item[]): Promise<void> {
    const { links } = this.tools;
    const creations = items.flatMap((item) => {
      const index = links.freshIndex();
      const request = this.creationOf(item, index);
      return request === undefined ? [] : [{ item, index, request }];
    });
    await this.run(creations);
    const created = creations.filter(({ item }) => isGood(item));
    for (const { item, index } of created) links.add(item.link.name, index, item.link.kind);
    await this.finish(created);
    await this.takeBack(created.filter(({ item }) => !isGood(item)));
  }

  /** At once, so that a link of ours is known as such should we end here. */
  private async finish(created: readonly Created[]): Promise<void> {
    const work = created.flatMap(({ item, index }) => {
      const settings = settingsAfterCreation(item.link);
      return settings === undefined ? [] : [{ item, request: changeLink(index, settings) }];
    });
    await this.run(work);
  }

  /** A link that could not be marked would be nobody's. */
  private async takeBack(created: readonly Created[]): Promise<void> {
    await this.tools.batch.run(created.map(({ index }) => deleteLink(index)));
    for (const { item } of created) this.tools.links.remove(item.link.name);
  }

  private creationOf(item: Item, index: number): Request | undefined {
    const { operation, link } = item;
    const { links } = this.tools;
    const info = wholeKind(link, links);
    item.failure =
      this.unmetNeed(item) ??
      (info === undefined
        ? failure(operation, 'EOPNOTSUPP', 'links of this kind are only observed')
        : undefined);
    if (info === undefined || !isGood(item)) return undefined;
    const master = link.master == null ? undefined : links.indexOf(link.master);
    return createLink(index, { ...settingsAtCreation(link), master }, info);
  }

  private unmetNeed({ operation, link }: Item): OperationFailure | undefined {
    const needs = linkReferences(link);
    const failed = needs.find((name) => this.#failed.has(name));
    if (failed !== undefined) {
      return failure(operation, 'ENODEV', `link ${failed}, which it needs, was not made`);
    }
    const missing = needs.find((name) => this.tools.links.indexOf(name) === undefined);
    return missing === undefined ? undefined : missingLink(operation, missing);
  }

  /** Carries out one message for each link and notes the outcome on it. */
  private async run(work: readonly Work[], tolerated: readonly string[] = []): Promise<void> {
    const answers = await this.tools.batch.run(work.map(({ request }) => request));
    for (const [position, answer] of answers.entries()) {
      const item = work[position]?.item;
      if (item !== undefined) item.failure ??= failureOf(item.operation, answer, tolerated);
    }
  }
}
