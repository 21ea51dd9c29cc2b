/** The 4 bytes of dotted decimal; undefined for anything else, also for octets with leading zeros (RFC 6943, 3.1.1). */
export function parseIpv4(text: string): Buffer | undefined {
  const octets = text.split('.');
  const isWhole = octets.length === 4 && octets.every(isOctet);
  return isWhole ? Buffer.from(octets.map(Number)) : undefined;
}

function isOctet(text: string): boolean {
  return /^(0|[1-9]\d{0,2})$/.test(text) && Number(text) <= 255;
}
