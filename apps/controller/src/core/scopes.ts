/** What a token may do; `admin` implies all the others. */
export const scopes = ['read', 'contracts:write', 'charter:write', 'nodes:write', 'admin'] as const;
export type Scope = (typeof scopes)[number];

export function isScope(text: string): text is Scope {
  return (scopes as readonly string[]).includes(text);
}

export function allows(granted: readonly Scope[], needed: Scope): boolean {
  return granted.includes(needed) || granted.includes('admin');
}
