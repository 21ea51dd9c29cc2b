import type { CharterNode, NodeId } from '#contract';
import type { Cidr, Identity, InterfaceName, Passage, Surroundings } from '#drivers';
import { vxlanDriver } from './vxlan-driver.js';

type End = readonly [node: string, networks: readonly string[], source?: string];

function passage(mtu: number, hasInterface: boolean, ...ends: readonly End[]): Passage {
  return {
    mtu,
    hasInterface,
    identity: `ipsec ${ends.map(([node]) => node).join('-')}` as Identity,
    ends: ends.map(([node, networks, source]) => ({
      node: node as NodeId,
      networks: networks as readonly Cidr[],
      ...(source !== undefined && { source: source as never }),
    })),
  };
}

const wan = passage(
  1400,
  true,
  ['host-1', ['10.1.0.0/24'], '10.1.0.1'],
  ['host-2', ['10.2.0.1/32'], '10.2.0.1'],
);
const nodes = ['host-1', 'host-2', 'host-3'].map((id) => ({ id, underlays: [], parents: [] }));

/** On host-1. */
function surroundings(passages: Readonly<Record<string, Passage>>): Surroundings {
  const [node] = nodes as unknown as readonly [CharterNode];
  return {
    owner: { contract: '01K9ZX4A1B2C3D4E5F6G7H8J9K', workload: 'segment' },
    node,
    interfaceName: 'vx-1' as InterfaceName,
    charterNode: (id) => (nodes as unknown as CharterNode[]).find((entry) => entry.id === id),
    neighbour: (name) => ({ type: 'ipsec', interfaceName: `ip-${name}` as InterfaceName }),
    passage: (name) => passages[name],
  };
}

function compiled(
  data: object,
  passages: Readonly<Record<string, Passage>> = { wan },
): ReturnType<typeof vxlanDriver.compile> {
  const members = ['host-1', 'host-2'].map((node) => ({ node }));
  const spec = vxlanDriver.parse({ vni: 7, through: ['wan'], members, ...data });
  return spec.ok ? vxlanDriver.compile(spec.value, surroundings(passages)) : spec;
}

function linkOf(result: ReturnType<typeof compiled>): object | undefined {
  return result.ok ? result.value[0] : undefined;
}

function problemsOf(result: ReturnType<typeof compiled>): readonly string[] {
  return result.ok ? [] : result.problems.map(({ code, path }) => `${code} ${path}`);
}

describe('a segment through a tunnel', () => {
  it('stands on the interface of the tunnel, after it, and leaves room for its own header', () => {
    expect(linkOf(compiled({}))).toMatchObject({
      after: ['ipsec host-1-host-2'],
      resource: { mtu: 1350, vxlan: { underlay: 'ip-wan', local: '10.1.0.1' } },
    });
  });

  it('takes 70 bytes over IPv6', () => {
    const six = passage(
      1400,
      true,
      ['host-1', ['fd00:1::1/128'], 'fd00:1::1'],
      ['host-2', ['fd00:2::1/128'], 'fd00:2::1'],
    );
    expect(linkOf(compiled({}, { wan: six }))).toMatchObject({
      resource: { mtu: 1330, vxlan: { local: 'fd00:1::1' } },
    });
  });

  it('stands on no interface where the tunnel is none', () => {
    expect(linkOf(compiled({}, { wan: { ...wan, hasInterface: false } }))).toMatchObject({
      resource: { mtu: 1350, vxlan: { underlay: null } },
    });
  });

  it('has one MTU over several tunnels, and the routes choose among them', () => {
    const members = ['host-1', 'host-2', 'host-3'].map((node) => ({ node }));
    const third: End = ['host-3', ['10.3.0.1/32'], '10.3.0.1'];
    const passages = {
      ab: wan,
      ac: passage(1400, true, ['host-1', ['10.1.0.1/32'], '10.1.0.1'], third),
      bc: passage(1300, true, ['host-2', ['10.2.0.1/32'], '10.2.0.1'], third),
    };
    const result = compiled({ members, through: ['ab', 'ac', 'bc'] }, passages);
    expect(linkOf(result)).toMatchObject({
      after: ['ipsec host-1-host-2', 'ipsec host-1-host-3'],
      resource: { mtu: 1250, vxlan: { underlay: null } },
    });
  });

  it.each<[string, object, Readonly<Record<string, Passage>>, readonly string[]]>([
    ['a tunnel that is none', {}, {}, ['passage-unknown /through/0']],
    [
      'an address that the tunnel does not carry',
      { members: [{ node: 'host-1', local: '10.9.0.1' }, { node: 'host-2' }] },
      { wan },
      ['passage-address-outside /members/0/local'],
    ],
    [
      'a member to which no tunnel leads',
      { members: [{ node: 'host-1' }, { node: 'host-3', local: '10.3.0.1' }] },
      { wan },
      ['passage-missing /members/1/node'],
    ],
    [
      'an end of which nothing says from where it sends',
      {},
      {
        wan: passage(
          1400,
          true,
          ['host-1', ['10.1.0.0/24']],
          ['host-2', ['10.2.0.1/32'], '10.2.0.1'],
        ),
      },
      ['source-missing /members/0/local'],
    ],
    [
      'an underlay besides',
      { members: [{ node: 'host-1', underlay: 'eth0' }, { node: 'host-2' }] },
      { wan },
      ['passage-with-underlay /members/0/underlay'],
    ],
    ['more than the tunnel carries', { mtu: 1351 }, { wan }, ['mtu-above-underlay /mtu']],
  ])('is refused with %s', (_, data, passages, problems) => {
    expect(problemsOf(compiled(data, passages))).toEqual(problems);
  });
});
