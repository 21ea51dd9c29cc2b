import {
  ipsecChildren,
  ipsecName,
  noProofs,
  type InterfaceName,
  type IpAddress,
  type IpsecResource,
  type Resource,
} from '#drivers';
import { carryOut } from './carry-out.js';
import { ModelHost } from './model-host.js';
import { bridge } from '../test/resources.js';

const contract = 'A'.repeat(26);
const owner = { contract, workload: 'wan' };

function tunnel(parts: Partial<IpsecResource> = {}): IpsecResource {
  return {
    type: 'ipsec',
    name: ipsecName(owner),
    ifId: 7,
    localAddress: '198.51.100.1' as IpAddress,
    remoteAddress: '198.51.100.2' as IpAddress,
    localId: 'a.example',
    remoteId: 'b.example',
    localAuth: 'psk',
    remoteAuth: 'psk',
    ...noProofs,
    secretDigest: 'sha256:00',
    sealedSecret: 'sealed',
    secretWindow: 900,
    ikeProposals: 'aes256gcm16-prfsha384-ecp384',
    espProposals: 'aes256gcm16-ecp384',
    children: ipsecChildren([{ name: 'net', local: ['10.1.0.0/24'], remote: ['10.2.0.0/24'] }]),
    initiates: true,
    ikeRekey: 14_400,
    childRekey: 3_600,
    reauthenticate: 0,
    rekeyBytes: 0,
    rekeyPackets: 0,
    replayWindow: 32,
    dpdDelay: 15,
    udpEncapsulation: false,
    childless: false,
    rekeyProbe: true,
    owner,
    ...parts,
  };
}

async function changed(host: ModelHost, wanted: readonly Resource[]): Promise<unknown> {
  const resources = wanted.map((resource) => ({ resource, path: '/workloads/0/data' }));
  const change = { contract, wanted: resources, previous: [] };
  const outcome = await carryOut(host, change, await host.observe());
  if (outcome.state === 'refused') return outcome.problems.map(({ code }) => code);
  return outcome.plan.operations.map(({ action, identity, effect }) => [action, identity, effect]);
}

const identity = `ipsec hercules/${contract}/wan`;

describe('the end of a tunnel', () => {
  it('comes, stands as it is, and goes', async () => {
    const host = new ModelHost();
    expect(await changed(host, [tunnel()])).toEqual([['create', identity, 'none']]);
    expect(await changed(host, [tunnel()])).toEqual([]);
    expect(await changed(host, [])).toEqual([['delete', identity, 'outage']]);
  });

  it.each([
    ['leaves what is established alone', { dpdDelay: 20, childRekey: 1_800 }, 'none'],
    ['interrupts it', { espProposals: 'aes256gcm16-ecp521' }, 'brief-interruption'],
  ])('changes in place, and the plan says whether that %s', async (_, parts, effect) => {
    const host = new ModelHost([tunnel()]);
    expect(await changed(host, [tunnel(parts)])).toEqual([['change', identity, effect]]);
  });

  it('stands after its interface and goes before it', async () => {
    const name = 'ip-wan' as InterfaceName;
    const base = bridge(name, { owner });
    const host = new ModelHost();
    const wanted = [tunnel({ link: name }), base];
    expect(await changed(host, wanted)).toMatchObject([
      ['create', `link ${name}`, 'none'],
      ['create', identity, 'none'],
    ]);
    expect(await changed(host, [])).toMatchObject([
      ['delete', identity, 'outage'],
      ['delete', `link ${name}`, 'outage'],
    ]);
  });

  it('of another contract stays', async () => {
    const stranger = { contract: 'B'.repeat(26), workload: 'wan' };
    const host = new ModelHost([tunnel({ name: ipsecName(stranger), owner: stranger })]);
    expect(await changed(host, [])).toEqual([]);
  });

  it('is refused before anything happens where the host has no daemon', async () => {
    const host = new ModelHost();
    host.loseIpsec();
    expect(await changed(host, [tunnel()])).toEqual(['capability-missing']);
  });
});
