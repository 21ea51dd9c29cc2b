import { compactVerify } from 'jose';
import { z } from 'zod';
import { accept, parseStrictJson, publicKeyObject, type PublicKey, type Result } from '#contract';
import type { ContractReport } from '#protocol';
import { refuseWith } from '../problems/refuse-with.js';

const receiptType = 'hercules-receipt+jwt';
const claims = z.looseObject({ contractId: z.string(), version: z.int(), digest: z.string() });

/**
 * Whether the receipt in a report, if there is one, is the host's own and speaks of the same document. Checked on
 * arrival, because a receipt is evidence: one that nobody can use later is worth nothing.
 */
export async function checkReceipt(
  report: ContractReport,
  index: number,
  key: PublicKey,
): Promise<Result<undefined>> {
  if (report.receipt === undefined) return accept(undefined);
  const fault = await faultOf(report.receipt, report, key);
  return fault === undefined
    ? accept(undefined)
    : refuseWith('receipt-invalid', fault, `/contracts/${index}/receipt`);
}

async function faultOf(
  receipt: string,
  { contractId, version, digest }: ContractReport,
  key: PublicKey,
): Promise<string | undefined> {
  const payload = await verifiedPayload(receipt, key);
  if (payload === undefined) return 'the receipt is not one that the key of this host has signed';
  const json = parseStrictJson(payload);
  const said = json.ok ? claims.safeParse(json.value) : undefined;
  if (said?.success !== true) return 'the receipt names no contractId, version and digest';
  const fits =
    said.data.contractId === contractId &&
    said.data.version === version &&
    said.data.digest === digest;
  return fits ? undefined : 'the receipt speaks of another document than the report';
}

async function verifiedPayload(receipt: string, key: PublicKey): Promise<Uint8Array | undefined> {
  try {
    const { payload, protectedHeader } = await compactVerify(receipt, publicKeyObject(key), {
      algorithms: ['EdDSA'],
    });
    return protectedHeader.typ === receiptType && protectedHeader.kid === key.kid
      ? payload
      : undefined;
  } catch {
    return undefined; // Malformed, or signed by somebody else: the same to us.
  }
}
