import {
  accept,
  authoriseContract,
  parseContract,
  refuse,
  type AuthorisedCharter,
  type AuthorisedContract,
  type Result,
} from '#contract';
import { fetchContract, type DocumentSource, type FetchedContract } from './document-source.js';

/** No controller can make a host follow a longer chain of versions than this in one go. */
const longestChain = 1000;

export interface ChainRequest {
  readonly contractId: string;
  /** Digest of the newest version. */
  readonly digest: string;
  readonly charter: AuthorisedCharter;
  /** The version that the host accepted last; absent: it has never seen the contract. */
  readonly known: AuthorisedContract | undefined;
  readonly at: Date;
}

export interface JudgedChain {
  readonly newest: AuthorisedContract;
  readonly documents: readonly { readonly digest: string; readonly bytes: Uint8Array }[];
}

/**
 * Follows `previous` from the newest version back to the one that is known, or to version 1, and judges every version
 * on the way up: each was allowed to replace the one before.
 */
export async function judgeChain(
  request: ChainRequest,
  source: DocumentSource,
): Promise<Result<JudgedChain>> {
  const links = await fetchChain(request, source);
  if (!links.ok) return links;
  let newest = request.known;
  for (const [place, { envelope }] of links.value.entries()) {
    const judged = await authoriseContract(envelope, {
      charter: request.charter,
      at: request.at,
      purpose: place === links.value.length - 1 ? 'newest' : 'ancestor',
      ...(newest !== undefined && { previous: newest }),
    });
    if (!judged.ok) return judged;
    newest = judged.value;
  }
  if (newest?.contract.contractId !== request.contractId) {
    return refuse({
      code: 'reference-unknown',
      path: '/contractId',
      detail: `the document delivered as contract ${request.contractId} is not of that contract`,
    });
  }
  const documents = links.value.map(({ envelope, bytes }) => ({ digest: envelope.digest, bytes }));
  return accept({ newest, documents });
}

/** The oldest first. What is read here is not trusted yet: it only says which document to fetch next. */
async function fetchChain(
  { digest, known }: ChainRequest,
  source: DocumentSource,
): Promise<Result<readonly FetchedContract[]>> {
  const links: FetchedContract[] = [];
  let next: string | undefined = digest;
  while (next !== undefined && next !== known?.digest && links.length < longestChain) {
    const fetched: Result<FetchedContract> = await fetchContract(next, source);
    if (!fetched.ok) return fetched;
    links.unshift(fetched.value);
    const contract = parseContract(fetched.value.envelope.payload);
    next =
      contract.ok && contract.value.version > (known?.contract.version ?? 0) + 1
        ? contract.value.previous
        : undefined;
  }
  return accept(links);
}
