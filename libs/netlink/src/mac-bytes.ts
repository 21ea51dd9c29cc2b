import type { MacAddress } from '#drivers';

export function macBytes(mac: MacAddress): Buffer {
  return Buffer.from(mac.replaceAll(':', ''), 'hex');
}

/** Undefined where the bytes are no Ethernet address. */
export function formatMac(bytes: Buffer | undefined): MacAddress | undefined {
  return bytes?.length === 6
    ? (bytes.toString('hex').replace(/(..)(?!$)/g, '$1:') as MacAddress)
    : undefined;
}
