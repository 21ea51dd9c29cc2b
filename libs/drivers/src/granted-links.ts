import type { CharterNode, Problem } from '#contract';

/** A link of the host that the charter does not let a contract use, as the problem of one who asks for it; else none. */
export function grantProblems<Code extends 'parent-not-granted' | 'port-not-granted'>(
  code: Code,
  link: string,
  path: string,
  { id, parents }: Pick<CharterNode, 'id' | 'parents'>,
): readonly Problem<Code>[] {
  if (parents.includes(link)) return [];
  const detail = `the charter does not list '${link}' among the parents of host '${id}'`;
  return [{ code, path, detail }];
}
