import { noProofs, type IpAddress, type IpsecName, type IpsecResource } from '#drivers';

/** One with our mark of which nobody knows what it says: it differs from everything. */
export function unknownConnection(
  name: IpsecName,
  owner: NonNullable<IpsecResource['owner']>,
): IpsecResource {
  return {
    type: 'ipsec',
    name,
    ifId: 0,
    localAddress: '' as IpAddress,
    remoteAddress: '%any',
    localId: '',
    remoteId: '',
    localAuth: 'psk',
    remoteAuth: 'psk',
    ...noProofs,
    ikeProposals: '',
    espProposals: '',
    children: '[]',
    initiates: false,
    ikeRekey: 0,
    childRekey: 0,
    reauthenticate: 0,
    rekeyBytes: 0,
    rekeyPackets: 0,
    replayWindow: 0,
    dpdDelay: 0,
    udpEncapsulation: false,
    childless: false,
    rekeyProbe: false,
    owner,
  };
}
