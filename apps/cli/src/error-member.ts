/**
 * A member of whatever was thrown, as `code` of a system error. Not by `instanceof Error`: errors of Node's own come
 * from another realm where the program is embedded.
 */
export function errorMember(thrown: unknown, name: 'name' | 'code' | 'cause'): unknown {
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  return (thrown as Readonly<Record<string, unknown>>)[name];
}
