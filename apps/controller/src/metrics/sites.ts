import type { Store } from '#store';

/** Site of each host, where the charter knows it. */
export type Sites = ReadonlyMap<string, string>;

export async function sitesOf({ charters }: Pick<Store, 'charters'>): Promise<Sites> {
  const charter = await charters.latest();
  return new Map(
    (charter?.payload.nodes ?? []).flatMap(({ id, location }) =>
      location?.site === undefined ? [] : [[id, location.site]],
    ),
  );
}
