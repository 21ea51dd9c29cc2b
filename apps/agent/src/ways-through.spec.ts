import { builtInDrivers } from '#catalog';
import type { Contract } from '#contract';
import { createRegistry } from '#drivers';
import type { ServiceHealth } from '#engine';
import { waysThrough, withRiders } from './ways-through.js';

const contractId = '01J9Z3NDEKTSV4RRFFQ69G5FAV';
const members = ['host-a', 'host-b'].map((node) => ({ node }));
const contract = {
  contractId,
  workloads: [
    { name: 'wan', type: 'ipsec', version: 1, data: {} },
    {
      name: 'segment',
      type: 'vxlan',
      version: 1,
      data: { vni: 7, through: ['wan', 'lte'], members },
    },
    { name: 'lan', type: 'bridge', version: 1, data: { members } },
  ],
} as unknown as Contract;
const ways = waysThrough(createRegistry(builtInDrivers));

const tunnel = (workload: string, state: ServiceHealth['state']): ServiceHealth => ({
  owner: { contract: contractId, workload },
  state,
  reason: 'peer-silent',
  message: 'look at firewalls',
});

describe('a segment that travels through tunnels', () => {
  it.each<[string, readonly ServiceHealth[], object]>([
    ['works where they do', [tunnel('wan', 'working')], { state: 'working', reason: 'carried' }],
    [
      'waits for the one that is down',
      [tunnel('wan', 'working'), tunnel('lte', 'failed')],
      {
        state: 'failed',
        reason: 'waits-for-tunnel',
        message: "this waits for 'lte': look at firewalls",
      },
    ],
    [
      'waits for one that is being set up',
      [tunnel('wan', 'starting')],
      { state: 'starting', reason: 'waits-for-tunnel' },
    ],
  ])('%s', (_, health, expected) => {
    const [rider, ...others] = withRiders(health, [contract], ways).slice(health.length);
    expect(rider).toMatchObject({ owner: { contract: contractId, workload: 'segment' } });
    expect(rider).toMatchObject(expected);
    expect(others).toEqual([]);
  });

  it('says nothing where no tunnel of this host carries it', () => {
    const health = [tunnel('other', 'failed')];
    expect(withRiders(health, [contract], ways)).toEqual(health);
  });
});
