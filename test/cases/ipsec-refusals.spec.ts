import { builtInDrivers } from '#catalog';
import {
  generateSigningKey,
  publicKeyOf,
  type Charter,
  type Contract,
  type NodeId,
} from '#contract';
import { compileContract, createRegistry, readContract } from '#drivers';

/** What strongSwan would do when it is told to, and we refuse before any host is touched: with its own code each. */

const registry = createRegistry(builtInDrivers);
const names = ['host-a', 'host-b'];
const charter = {
  nodes: names.map((id, place) => ({
    id,
    key: publicKeyOf(generateSigningKey()),
    underlays: [{ link: 'eth0', addresses: [`198.51.100.${place + 1}`] }],
    parents: [],
  })),
} as unknown as Charter;
const strong = { ike: ['aes256gcm16-prfsha384-ecp384'], esp: ['aes256gcm16-ecp384'] };

function end(place: number, parts: object = {}): object {
  return { node: names[place], underlay: 'eth0', subnets: [`10.${place + 1}.0.0/24`], ...parts };
}

function contractOf(data: object): Contract {
  return {
    ...{ contractId: '01K9ZX4A1B2C3D4E5F6G7H8J9K', version: 1, audience: { nodes: names } },
    workloads: [
      {
        ...{ name: 'wan', type: 'ipsec', version: 1 },
        data: { members: [end(0), end(1)], ...data },
      },
    ],
  } as unknown as Contract;
}

/** Codes with their paths below the data of the tunnel. */
function refusalsOf(data: object): readonly string[] {
  const read = readContract(registry, contractOf(data));
  if (read.ok) return [];
  return read.problems.map(({ code, path }) => `${code} ${path.replace('/workloads/0/data', '')}`);
}

describe('a contract for a tunnel', () => {
  it('as those below, but with nothing of theirs, is not refused', () => {
    expect(refusalsOf({ proposals: strong })).toEqual([]);
  });

  it.each<[string, object, string]>([
    [
      'A net2net-ah, A host2host-ah: that is authenticated but not encrypted',
      { proposals: { ...strong, ah: ['sha256-ecp384'] } },
      'member-unknown /proposals/ah',
    ],
    [
      'A host2host-transport, A host2host-transport-nat, D net2net-gre: in transport mode',
      { mode: 'transport' },
      'value-invalid /mode',
    ],
    ['A net2net-iptfs: that aggregates packets', { mode: 'iptfs' }, 'value-invalid /mode'],
    [
      'A per-cpu-sas: of several SAs for one pair of networks',
      { perCpu: 'encap' },
      'member-unknown /perCpu',
    ],
    [
      'A net2net-same-nets: between networks that are the same',
      { members: [end(0), end(1, { subnets: ['10.1.0.0/24'] })] },
      'ipsec-subnets-overlap /members/1/subnets/0',
    ],
    [
      'A net2net-dscp, A net2net-psk-dscp: by class of traffic',
      { dscp: 'ef' },
      'member-unknown /dscp',
    ],
    [
      'B inactivity-timeout: that ends when nobody uses it',
      { lifetimes: { inactivity: 60 } },
      'member-unknown /lifetimes/inactivity',
    ],
    [
      'C compress, C compress-nat: that compresses',
      { compression: true },
      'member-unknown /compression',
    ],
    ['C mobike, C mobike-nat-mappings: that moves', { mobike: true }, 'member-unknown /mobike'],
    ['D net2net-vti, D rw-shared-vti: by a VTI', { mode: 'vti' }, 'value-invalid /mode'],
    [
      'E protoport-dual, E protoport-range: for one port',
      { members: [end(0, { subnets: ['10.1.0.0/24[tcp/22]'] }), end(1)] },
      'address-invalid /members/0/subnets/0',
    ],
    [
      'E shunt-policies-nat-rw, E shunt-manual-prio: with exceptions',
      { mode: 'pass' },
      'value-invalid /mode',
    ],
    [
      'E trap-any: to whoever may be there',
      {
        members: [end(0)],
        auth: 'publicKey',
        peer: { id: 'gateway.example', subnets: ['10.9.0.0/24'] },
      },
      'ipsec-initiator-unknown /peer/address',
    ],
    [
      'G wildcards: with an id for many',
      { members: [end(0, { id: '*.example' }), end(1)] },
      'ipsec-id-invalid /members/0/id',
    ],
    [
      'G rw-psk-rsa-split: by a secret at one end and a key at the other',
      { members: [end(0, { secret: 'A'.repeat(96) }), end(1)] },
      'ipsec-auth-unsuited /members/0/secret',
    ],
    [
      'H ip-pool, H ip-two-pools: that gives addresses',
      { pools: ['10.3.0.0/24'] },
      'member-unknown /pools',
    ],
  ])('%s is refused', (_, data, refusal) => {
    expect(refusalsOf(data)).toContain(refusal);
  });

  it.each([
    ['F alg-3des-md5: 3DES', 'esp', '3des-md5-ecp384', 'ipsec-encryption-refused'],
    ['F alg-3des-md5: MD5', 'ike', 'aes256-md5-ecp384', 'ipsec-integrity-refused'],
    ['F alg-blowfish: Blowfish', 'esp', 'blowfish256-sha512-ecp384', 'ipsec-encryption-refused'],
    ['F alg-camellia: Camellia', 'esp', 'camellia256-sha512-ecp384', 'ipsec-encryption-refused'],
    ['F alg-modp-subgroup: a subgroup', 'ike', 'aes256-sha256-modp2048s256', 'ipsec-group-refused'],
    ['F alg-ecp-low: a small curve', 'ike', 'aes256-sha256-ecp192', 'ipsec-group-refused'],
    ['F esp-alg-null: no encryption', 'esp', 'null-sha256-ecp384', 'ipsec-encryption-refused'],
    ['F esp-alg-md5-128: MD5 whole', 'esp', 'aes256-md5_128-ecp384', 'ipsec-integrity-refused'],
    ['F esp-alg-sha1-160: SHA-1 whole', 'esp', 'aes256-sha1_160-ecp384', 'ipsec-integrity-refused'],
    [
      'F esp-alg-sha256-96: SHA-256 cut',
      'esp',
      'aes256-sha256_96-ecp384',
      'ipsec-integrity-refused',
    ],
    ['F net2net-3des: 3DES', 'esp', '3des-sha256-ecp384', 'ipsec-encryption-refused'],
    ['F net2net-null: none', 'esp', 'null-sha512-ecp384', 'ipsec-encryption-refused'],
  ])('%s is refused', (_, use, proposal, code) => {
    expect(refusalsOf({ proposals: { ...strong, [use]: [proposal] } })).toContain(
      `${code} /proposals/${use}/0`,
    );
  });
});

describe('J7: of the two ends of a tunnel', () => {
  it.each([undefined, 'host-a', 'host-b'])('exactly one begins, initiator %s', (initiator) => {
    const read = readContract(
      registry,
      contractOf({ mode: 'policy', ...(initiator && { initiator }) }),
    );
    if (!read.ok) throw new Error(read.problems.map(({ detail }) => detail).join());
    const beginners = names.filter((node) => {
      const compiled = compileContract(read.value, charter, node as NodeId);
      if (!compiled.ok) throw new Error(compiled.problems.map(({ detail }) => detail).join());
      return compiled.value.some(({ resource }) => resource.type === 'ipsec' && resource.initiates);
    });
    expect(beginners).toEqual([initiator ?? 'host-a']);
  });
});
