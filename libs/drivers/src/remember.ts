/**
 * A function that works out its answer once for each object and keeps it as long as that lives. For objects that
 * never change, of which there are many and which are asked about again and again: what a reading of a host has in
 * common with the one before is the very same object.
 */
export function rememberByObject<Key extends object, Value>(
  make: (key: Key) => Value,
): (key: Key) => Value {
  const known = new WeakMap<Key, { readonly value: Value }>();
  return (key) => {
    const entry = known.get(key);
    if (entry !== undefined) return entry.value;
    const value = make(key);
    known.set(key, { value });
    return value;
  };
}

/** The same for pairs; of each first object the answer about the last second one is kept. */
export function rememberByPair<First extends object, Second extends object, Value>(
  make: (first: First, second: Second) => Value,
): (first: First, second: Second) => Value {
  const known = new WeakMap<First, { readonly second: Second; readonly value: Value }>();
  return (first, second) => {
    const entry = known.get(first);
    if (entry?.second === second) return entry.value;
    const value = make(first, second);
    known.set(first, { second, value });
    return value;
  };
}
