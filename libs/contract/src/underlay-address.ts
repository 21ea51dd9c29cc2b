import { z } from 'zod';
import { contractProblem, type ContractProblem } from './problem-codes.js';

export interface AddressAtPath {
  readonly address: string;
  readonly path: string;
}

const ipAddress = z.union([z.ipv4(), z.ipv6()]);

/** Underlay addresses are what hosts reach each other by: one spelling each, one host each. */
export function underlayAddressProblems(
  addresses: readonly AddressAtPath[],
): readonly ContractProblem[] {
  const seen = new Set<string>();
  return addresses.flatMap(({ address, path }) => {
    const repeated = seen.has(address);
    seen.add(address);
    if (repeated)
      return [
        contractProblem(
          'duplicate-entry',
          path,
          `address '${address}' stands in the charter twice`,
        ),
      ];
    return spellingProblems(address, path);
  });
}

function spellingProblems(address: string, path: string): readonly ContractProblem[] {
  if (!ipAddress.safeParse(address).success) {
    return [
      contractProblem(
        'value-invalid',
        path,
        'must be an IPv4 or IPv6 address, without prefix length or zone',
      ),
    ];
  }
  const canonical = address.includes(':') ? canonicalIpv6(address) : address;
  return canonical === address
    ? []
    : [contractProblem('value-invalid', path, `is written '${canonical}' (RFC 5952)`)];
}

/** The WHATWG URL serialiser writes IPv6 as RFC 5952 does, but for IPv4-mapped addresses, which no underlay has. */
function canonicalIpv6(address: string): string {
  return new URL(`http://[${address}]/`).hostname.slice(1, -1);
}
