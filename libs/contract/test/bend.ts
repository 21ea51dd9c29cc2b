/** A copy of a JSON value with other values at some JSON Pointers (no escapes); undefined takes a member away. */
export function bend<T extends object>(document: T, changes: Readonly<Record<string, unknown>>): T {
  const copy = JSON.parse(JSON.stringify(document)) as T; // not a structured clone, which keeps shared parts shared
  for (const [path, value] of Object.entries(changes)) {
    const names = path.split('/').slice(1);
    const last = names.pop() ?? '';
    const parent = names.reduce<unknown>(
      (node, name) => Reflect.get(node as object, name),
      copy,
    ) as object;
    if (value === undefined) Reflect.deleteProperty(parent, last);
    else Reflect.set(parent, last, value);
  }
  return copy;
}
