import { sampleContractId } from '../../../../test/support/sample-site.js';
import { hostReport, join } from '../../test/test-hosts.js';
import { TestController } from '../../test/test-controller.js';
import { handoffView } from './handoff-view.js';
import { peerSheetsView } from './peer-sheet-view.js';

describe('the hand-off sheet of a contract', () => {
  let controller: TestController;

  beforeEach(async () => {
    controller = await TestController.start();
    await controller.submitCharter();
  });

  afterEach(async () => {
    await controller.close();
  });

  it('says what each host expects of its cables and of its peers', async () => {
    const { site } = controller;
    const members = ['host-a', 'host-b'].map((node) => ({ node }));
    const workloads = [
      {
        name: 'office',
        type: 'vlan',
        version: 1,
        data: { id: 101, members: members.map((member) => ({ ...member, parent: 'eth1' })) },
      },
      {
        name: 'segment',
        type: 'vxlan',
        version: 1,
        data: {
          vni: 7,
          members: members.map((member) => ({ ...member, underlay: 'eth0', name: 'vx-a' })),
        },
      },
    ];
    const contract = site.contract({ workloads });
    await controller.submit(await site.sign(contract));

    const { status, body } = await controller.get(`/contracts/${sampleContractId}/handoff`);

    expect(status).toBe(200);
    expect(handoffView.strict().safeParse(body).error).toBeUndefined();
    expect(body.hosts).toMatchObject([
      {
        node: 'host-a',
        ports: [{ link: 'eth1', frames: ['802.1Q 101'] }],
        tunnels: [
          { name: 'vx-a', kind: 'vxlan', options: { vni: 7, port: 4789 }, peers: ['198.51.100.2'] },
        ],
      },
      { node: 'host-b', tunnels: [{ peers: ['198.51.100.1'] }] },
    ]);
    expect(body.markdown).toContain('| eth1 |  | 802.1Q 101 |');
  });

  it('says who was heard on the cables, and in what they are otherwise', async () => {
    const { site } = controller;
    await join(controller, 'host-a', site.keys.hostA);
    const members = ['host-a', 'host-b'].map((node) => ({ node, parent: 'eth1' }));
    const office = { name: 'office', type: 'vlan', version: 1, data: { id: 101, members } };
    await controller.submit(await site.sign(site.contract({ workloads: [office] })));
    const leaf = { chassis: '02:00:5e:00:53:aa', port: 'Ethernet1/7', systemName: 'leaf-1' };
    const neighbours = ['eth0', 'eth1'].map((link) => ({
      ...{ link, ...leaf, vlans: [200], heardAt: '2026-11-20T08:00:00Z' },
    }));
    const measures = { neighbours };
    const { status } = await controller.asHost(site.keys.hostA, 'POST', '/report', {
      ...hostReport(),
      measures,
    });
    expect(status).toBeLessThan(300);

    const { body } = await controller.get(`/contracts/${sampleContractId}/handoff`);

    expect(handoffView.strict().safeParse(body).error).toBeUndefined();
    const differs = ['VLAN 101 is not announced'];
    expect(body.hosts[0].ports).toEqual([
      { link: 'eth1', frames: ['802.1Q 101'], neighbours: [{ ...neighbours[1], differs }] },
    ]);
    expect(body.hosts[1].ports).toEqual([{ link: 'eth1', frames: ['802.1Q 101'] }]);
    expect(body.markdown).toContain('| eth1 | leaf-1 (02:00:5e:00:53:aa) | Ethernet1/7 |');
  });

  it('is not there for a contract that is not', async () => {
    const { status, body } = await controller.get('/contracts/01K9ZX4A1B2C3D4E5F6G7H8J90/handoff');
    expect([status, body.code]).toEqual([404, 'contract-unknown']);
  });
});

describe('the peer sheet of a tunnel', () => {
  let controller: TestController;

  beforeEach(async () => {
    controller = await TestController.start();
    await controller.submitCharter();
  });

  afterEach(async () => {
    await controller.close();
  });

  const path = (workload: string): string =>
    `/contracts/${sampleContractId}/workloads/${workload}/peer-sheet`;

  async function submit(): Promise<void> {
    const { site } = controller;
    const wan = {
      name: 'wan',
      type: 'ipsec',
      version: 1,
      data: {
        auth: 'psk',
        secretDigest: `sha256:${'a'.repeat(64)}`,
        members: [
          { node: 'host-a', underlay: 'eth0', subnets: ['10.1.0.0/24'], secret: 'A'.repeat(96) },
        ],
        peer: { address: '203.0.113.9', id: 'gw.example', subnets: ['10.8.0.0/24'] },
      },
    };
    const office = {
      name: 'office',
      type: 'vlan',
      version: 1,
      data: { id: 101, members: [{ node: 'host-a', parent: 'eth1' }] },
    };
    await controller.submit(await site.sign(site.contract({ workloads: [wan, office] })));
  }

  it('tells the other end everything but the secret', async () => {
    await submit();
    const { status, body } = await controller.get(path('wan'));
    expect(status).toBe(200);
    expect(peerSheetsView.strict().safeParse(body).error).toBeUndefined();
    expect(body.sheets).toMatchObject([
      {
        host: 'host-a',
        reader: 'peer',
        settings: {
          yours: { address: '203.0.113.9', id: 'fqdn:gw.example', subnets: ['10.8.0.0/24'] },
          ours: { address: '198.51.100.1', subnets: ['10.1.0.0/24'] },
          initiator: 'we',
        },
        files: [{ path: 'swanctl.conf' }],
      },
    ]);
    expect(JSON.stringify(body)).not.toContain('AAAAAAAA');
  });

  it.each([
    ['office', 'workload-without-peers'],
    ['wlan', 'workload-unknown'],
  ])('is not there for workload %s', async (workload, code) => {
    await submit();
    const { status, body } = await controller.get(path(workload));
    expect([status, body.code]).toEqual([404, code]);
  });
});
