import { charterSchema, type Charter, type CharterNode, type PublicKey } from './charter-schema.js';
import { periodProblems, previousProblems } from './document-problems.js';
import { refuse, type Result } from './problem.js';
import { contractProblem, type ContractProblem } from './problem-codes.js';
import { publicKeyProblems } from './public-key.js';
import { requirementProblems } from './requirement.js';
import { parseWith } from './schema-problems.js';
import { parseStrictJson } from './strict-json.js';
import { underlayAddressProblems } from './underlay-address.js';

/** Reads a charter and checks that it holds together. Says nothing about who signed it: see `authoriseCharter`. */
export function parseCharter(payload: Uint8Array): Result<Charter> {
  const json = parseStrictJson(payload);
  if (!json.ok) return json;
  const charter = parseWith(charterSchema, json.value);
  if (!charter.ok) return charter;
  const problems = charterProblems(charter.value);
  return problems.length > 0 ? refuse(...problems) : charter;
}

function charterProblems(charter: Charter): readonly ContractProblem[] {
  return [
    ...previousProblems(charter),
    ...periodProblems(charter.validity, '/validity'),
    ...charter.principals.flatMap((principal, index) =>
      principal.keys.flatMap((entry, key) =>
        periodProblems(entry, `/principals/${index}/keys/${key}`),
      ),
    ),
    ...keyProblems(charter),
    ...addressProblems(charter.nodes),
    ...requirementProblems(charter.rules.amend, charter, '/rules/amend'),
    ...Object.entries(charter.governance ?? {}).flatMap(([purpose, least]) =>
      least === undefined ? [] : requirementProblems(least, charter, `/governance/${purpose}`),
    ),
  ];
}

/** Every key is one of its curve, and stands in the charter once: a person is never also a host or another person. */
function keyProblems(charter: Charter): readonly ContractProblem[] {
  const seen = new Set<string>();
  return keysOf(charter).flatMap(([key, path]) => {
    const repeated = seen.has(key.kid);
    seen.add(key.kid);
    return repeated
      ? [contractProblem('duplicate-entry', path, `key '${key.kid}' stands in the charter twice`)]
      : publicKeyProblems(key, path);
  });
}

function keysOf(charter: Charter): readonly (readonly [PublicKey, string])[] {
  return [
    ...charter.principals.flatMap((principal, index) =>
      principal.keys.map(
        (entry, key) => [entry.key, `/principals/${index}/keys/${key}/key`] as const,
      ),
    ),
    ...charter.nodes.map((node, index) => [node.key, `/nodes/${index}/key`] as const),
  ];
}

function addressProblems(nodes: readonly CharterNode[]): readonly ContractProblem[] {
  const addresses = nodes.flatMap((node, index) =>
    node.underlays.flatMap((underlay, position) =>
      underlay.addresses.map((address, entry) => ({
        address,
        path: `/nodes/${index}/underlays/${position}/addresses/${entry}`,
      })),
    ),
  );
  return underlayAddressProblems(addresses);
}
