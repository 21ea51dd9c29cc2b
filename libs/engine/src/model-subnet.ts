import { familyOf, ipBytes, splitCidr, type AddressResource, type Cidr } from '#drivers';

/** Whether two IPv4 addresses of one link are of one subnet. */
export function isSameSubnet(one: AddressResource, other: AddressResource): boolean {
  return (
    one.link === other.link &&
    familyOf(one.address) === 'ipv4' &&
    ipv4Subnet(one.address) === ipv4Subnet(other.address)
  );
}

function ipv4Subnet(cidr: Cidr): string {
  const { address, prefixLength } = splitCidr(cidr);
  const hostBits = 2 ** (32 - prefixLength);
  return `${Math.floor(ipBytes(address).readUInt32BE() / hostBits)}/${prefixLength}`;
}
