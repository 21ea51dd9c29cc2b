import type { MacAddress } from '#drivers';

export function macBytes(mac: MacAddress): Buffer {
  return Buffer.from(mac.replaceAll(':', ''), 'hex');
}

/** Undefined where the bytes are no Ethernet address. */
export function formatMac(bytes: Buffer | undefined): MacAddress | undefined {
  if (bytes?.length !== 6) return undefined;
  const hex = bytes.toString('hex');
  return [0, 2, 4, 6, 8, 10].map((start) => hex.slice(start, start + 2)).join(':') as MacAddress;
}
