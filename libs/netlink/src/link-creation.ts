import { markOf, type InterfaceName, type LinkResource, type Operation } from '#drivers';
import type { OperationFailure } from '#engine';
import type { Batch } from './batch.js';
import { ipv6StartsOn } from './ipv6-switch.js';
import { wholeKind } from './link-change.js';
import type { LinkDirectory } from './link-directory.js';
import { changeLink, createLink, deleteLink } from './link-message.js';
import { failure, failureOf, missingLink } from './operation-failure.js';
import type { Request } from './messages.js';

/** What the making of links needs of the host. */
export interface LinkTools {
  readonly batch: Batch;
  readonly links: LinkDirectory;
  /** Reads the links anew into the directory. */
  refresh(): Promise<void>;
  /** The errno name of a refusal. */
  switchIpv6(link: InterfaceName, on: boolean): string | undefined;
}

interface Item {
  readonly operation: Operation;
  readonly link: LinkResource;
  failure?: OperationFailure | undefined;
}

/**
 * Makes links, those to recreate after they are gone. All of them come to be while they are down, then their IPv6 is
 * switched, then they come up: with IPv6 on, bringing up the nth link costs time in proportion to n. We choose the
 * indexes, so that nothing has to be read back; a link that refers to another one of the list waits for its success.
 */
export async function makeLinks(
  operations: readonly Operation[],
  tools: LinkTools,
): Promise<ReadonlyMap<Operation, OperationFailure>> {
  const items = operations.flatMap(itemOf);
  await removeOld(
    items.filter(({ operation }) => operation.action === 'recreate'),
    tools,
  );
  for (const level of levelsOf(items)) await createLevel(level, tools);
  switchIpv6(items.filter(isGood), tools);
  await bringUp(items.filter(isGood), tools);
  return new Map(
    items.flatMap((item) => (item.failure === undefined ? [] : [[item.operation, item.failure]])),
  );
}

function itemOf(operation: Operation): readonly Item[] {
  return operation.after?.type === 'link' ? [{ operation, link: operation.after }] : [];
}

function isGood(item: Item): boolean {
  return item.failure === undefined;
}

async function removeOld(items: readonly Item[], { batch, links }: LinkTools): Promise<void> {
  const standing = items.flatMap((item) => {
    const index = links.indexOf(item.link.name);
    return index === undefined ? [] : [{ item, request: deleteLink(index) }];
  });
  await runAll(standing, batch, ['ENODEV']);
  for (const { item } of standing) if (isGood(item)) links.remove(item.link.name);
}

/** Links that refer to none of the list, then those that refer to these, and so on. */
function levelsOf(items: readonly Item[]): readonly (readonly Item[])[] {
  const depths = new Map<InterfaceName, number>();
  const levels: Item[][] = [];
  for (const item of items) {
    const depth = Math.max(0, ...references(item.link).map((name) => (depths.get(name) ?? -1) + 1));
    depths.set(item.link.name, depth);
    (levels[depth] ??= []).push(item);
  }
  return levels;
}

function references(link: LinkResource): readonly InterfaceName[] {
  return [
    ...(link.master == null ? [] : [link.master]),
    ...(link.kind === 'vxlan' ? [link.vxlan.underlay] : []),
  ];
}

async function createLevel(items: readonly Item[], tools: LinkTools): Promise<void> {
  await tryCreate(items, tools);
  const taken = items.filter(
    (item) => item.failure?.errno === 'EEXIST' || item.failure?.errno === 'EBUSY',
  );
  if (taken.length === 0) return;
  await tools.refresh();
  await tryCreate(
    taken.filter(({ link }) => tools.links.indexOf(link.name) === undefined),
    tools,
  );
}

async function tryCreate(items: readonly Item[], { batch, links }: LinkTools): Promise<void> {
  const creations = items.flatMap((item) => {
    const index = links.freshIndex();
    const request = creationRequest(item, index, links);
    return request === undefined ? [] : [{ item, index, request }];
  });
  await runAll(creations, batch);
  const created = creations.filter(({ item }) => isGood(item));
  for (const { item, index } of created) links.add(item.link.name, index);
  await runAll(created.flatMap(markRequest), batch);
}

/** At once, so that a link of ours is known as such should we end here. The kernel takes no alias at creation. */
function markRequest({
  item,
  index,
}: {
  readonly item: Item;
  readonly index: number;
}): readonly Work[] {
  const { owner } = item.link;
  return owner === undefined
    ? []
    : [{ item, request: changeLink(index, { alias: markOf(owner) }) }];
}

function creationRequest(item: Item, index: number, links: LinkDirectory): Request | undefined {
  const { operation, link } = item;
  if (link.kind === 'other') {
    item.failure = failure(
      operation,
      'EOPNOTSUPP',
      `links of kind '${link.kernelKind}' are only observed`,
    );
    return undefined;
  }
  const { name, mtu, mac } = link;
  const master = link.master == null ? undefined : links.indexOf(link.master);
  const info = wholeKind(link, links);
  if (link.master != null && master === undefined)
    item.failure = missingLink(operation, link.master);
  else if ('missing' in info) item.failure = missingLink(operation, info.missing);
  else {
    item.failure = undefined;
    return createLink(index, definedOf({ name, mtu, mac, master }), info);
  }
  return undefined;
}

function switchIpv6(items: readonly Item[], tools: LinkTools): void {
  const startsOn = items.length > 0 && ipv6StartsOn();
  for (const item of items) {
    if (item.link.ipv6 === startsOn) continue;
    const errno = tools.switchIpv6(item.link.name, item.link.ipv6);
    if (errno !== undefined) {
      item.failure = failure(
        item.operation,
        errno,
        `its IPv6 could not be switched ${item.link.ipv6 ? 'on' : 'off'}`,
      );
    }
  }
}

/** A bridge takes the smallest MTU of its ports at each that it gets, so its own is set once more after that. */
async function bringUp(items: readonly Item[], { batch, links }: LinkTools): Promise<void> {
  const work = items.flatMap((item) => {
    const { name, kind, mtu, up } = item.link;
    const index = links.indexOf(name);
    const settings = definedOf({
      mtu: kind === 'bridge' ? mtu : undefined,
      up: up ? true : undefined,
    });
    return index === undefined || Object.keys(settings).length === 0
      ? []
      : [{ item, request: changeLink(index, settings) }];
  });
  await runAll(work, batch);
}

interface Work {
  readonly item: Item;
  readonly request: Request;
}

async function runAll(
  work: readonly Work[],
  batch: Batch,
  tolerated: readonly string[] = [],
): Promise<void> {
  const answers = await batch.run(work.map(({ request }) => request));
  for (const [position, answer] of answers.entries()) {
    const item = work[position]?.item;
    if (item !== undefined) item.failure = failureOf(item.operation, answer, tolerated);
  }
}

type Defined<Fields> = { readonly [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

function definedOf<Fields extends object>(fields: Fields): Defined<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Defined<Fields>;
}
