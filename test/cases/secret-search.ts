/** What anybody may come to see, and where. */
export interface Place {
  readonly name: string;
  readonly bytes: Buffer;
}

/** As what a secret can stand somewhere: itself, as text of other bytes, and as that within base64, as in a JWS. */
export function formsOf(secret: Buffer): ReadonlyMap<string, Buffer> {
  const text = secret.toString('utf8');
  const isText = Buffer.from(text).equals(secret);
  const plain = new Map<string, Buffer>([
    ['raw', secret],
    ['hex', Buffer.from(secret.toString('hex'))],
    ['hex in capitals', Buffer.from(secret.toString('hex').toUpperCase())],
    ...(isText
      ? ([
          ['JSON', Buffer.from(JSON.stringify(text).slice(1, -1))],
          ['percent', Buffer.from(encodeURIComponent(text))],
        ] as const)
      : []),
    ...encoded('base64', secret),
    ...encoded('base64url', secret),
  ]);
  const within = [...plain].flatMap(([name, bytes]) =>
    encoded('base64url', bytes).map(([outer, found]) => [`${name} in ${outer}`, found] as const),
  );
  const forms = new Map<string, Buffer>();
  const known = new Set<string>();
  for (const [name, bytes] of [...plain, ...within]) {
    if (known.has(bytes.toString('latin1'))) continue;
    known.add(bytes.toString('latin1'));
    forms.set(name, bytes);
  }
  return forms;
}

/** The characters that depend on these bytes alone, however many bytes stand before and after them. */
function encoded(
  encoding: 'base64' | 'base64url',
  bytes: Buffer,
): readonly (readonly [string, Buffer])[] {
  return [0, 1, 2].map((shift) => {
    const all = Buffer.concat([Buffer.alloc(shift), bytes]);
    const [from, to] = [Math.ceil((shift * 8) / 6), Math.floor((all.length * 8) / 6)];
    return [`${encoding}+${shift}`, Buffer.from(all.toString(encoding).slice(from, to))] as const;
  });
}

export interface Hit {
  readonly secret: string;
  readonly place: string;
  readonly form: string;
}

/** Every place at which one of the secrets stands. */
export function search(
  places: readonly Place[],
  secrets: Readonly<Record<string, Buffer>>,
): readonly Hit[] {
  return Object.entries(secrets).flatMap(([secret, bytes]) => {
    const forms = [...formsOf(bytes)];
    return places.flatMap((place) =>
      forms
        .filter(([, form]) => place.bytes.includes(form))
        .map(([form]) => ({ secret, place: place.name, form })),
    );
  });
}
