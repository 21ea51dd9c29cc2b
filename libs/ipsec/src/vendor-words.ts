/** One proposal in the words of other vendors' configurations; absent: that vendor has no word for part of it. */
export interface VendorWords {
  readonly strongswan: string;
  readonly cisco?: string;
  readonly fortigate?: string;
  readonly paloAlto?: string;
}

type Vendor = 'cisco' | 'fortigate' | 'paloAlto';
type Words = Partial<Readonly<Record<Vendor, string>>>;

const alike = (word: string): Words => ({ cisco: word, fortigate: word, paloAlto: word });
/** Diffie-Hellman groups go by their number in IANA's registry of IKEv2 everywhere. */
const group = (number: number): Words => alike(`group ${number}`);

const dictionary: ReadonlyMap<string, Words> = new Map([
  ['aes128', { cisco: 'aes-cbc-128', fortigate: 'aes128', paloAlto: 'aes-128-cbc' }],
  ['aes192', { cisco: 'aes-cbc-192', fortigate: 'aes192', paloAlto: 'aes-192-cbc' }],
  ['aes256', { cisco: 'aes-cbc-256', fortigate: 'aes256', paloAlto: 'aes-256-cbc' }],
  ['aes128gcm16', { cisco: 'aes-gcm-128', fortigate: 'aes128gcm', paloAlto: 'aes-128-gcm' }],
  ['aes256gcm16', { cisco: 'aes-gcm-256', fortigate: 'aes256gcm', paloAlto: 'aes-256-gcm' }],
  ['chacha20poly1305', { fortigate: 'chacha20poly1305' }],
  ['sha256', alike('sha256')],
  ['sha384', alike('sha384')],
  ['sha512', alike('sha512')],
  ['prfsha256', { cisco: 'prf sha256', fortigate: 'prfsha256', paloAlto: 'prf sha256' }],
  ['prfsha384', { cisco: 'prf sha384', fortigate: 'prfsha384', paloAlto: 'prf sha384' }],
  ['prfsha512', { cisco: 'prf sha512', fortigate: 'prfsha512', paloAlto: 'prf sha512' }],
  ['ecp256', group(19)],
  ['ecp384', group(20)],
  ['ecp521', group(21)],
  ['ecp256bp', { fortigate: 'group 28' }],
  ['ecp384bp', { fortigate: 'group 29' }],
  ['ecp512bp', { fortigate: 'group 30' }],
  ['modp2048', group(14)],
  ['modp3072', group(15)],
  ['modp4096', group(16)],
  ['modp6144', { fortigate: 'group 17' }],
  ['modp8192', { fortigate: 'group 18' }],
  ['x25519', { fortigate: 'group 31' }],
  ['curve25519', { fortigate: 'group 31' }],
  ['x448', { fortigate: 'group 32' }],
]);

/** @param proposal as strongSwan writes it: 'aes256gcm16-prfsha384-ecp384' */
export function vendorWords(proposal: string): VendorWords {
  const said = (vendor: Vendor): Words => {
    const words = proposal.split('-').map((part) => dictionary.get(part)?.[vendor]);
    return words.includes(undefined) ? {} : { [vendor]: words.join(', ') };
  };
  return { strongswan: proposal, ...said('cisco'), ...said('fortigate'), ...said('paloAlto') };
}
