import type { ExportedInterface, ExportTarget } from '#flow';
import { flowDaemons } from './flow-daemons.js';

const times = { templateRefresh: 60_000, active: 60_000, idle: 15_000 };
const facts = {
  number: 7,
  name: 'br-lan',
  description: '',
  contract: '01JD0000000000000000000000',
};
const wanted = (
  ...targets: readonly Pick<ExportTarget, 'collector' | 'protocol'>[]
): ExportedInterface[] => [{ facts, targets: targets.map((target) => ({ ...target, ...times })) }];

describe('pmacctd', () => {
  it('is one for an interface, with a probe for each collector, and tells the number of the interface', () => {
    const daemons = flowDaemons(
      'pmacctd',
      wanted(
        { collector: 'collector.example', protocol: 'ipfix' },
        { collector: 'udp://[2001:db8::9]:2055', protocol: 'netflow5' },
      ),
      '/state',
    );
    expect([...daemons.keys()]).toEqual(['pmacctd-7']);
    const { args, file } = daemons.get('pmacctd-7') ?? {};
    expect(args).toEqual(['-f', '/state/pmacctd-7.conf']);
    expect(file?.text.split('\n')).toEqual(
      expect.arrayContaining([
        'pcap_interface: br-lan',
        'plugins: nfprobe[t0], nfprobe[t1]',
        'nfprobe_receiver[t0]: collector.example:4739',
        'nfprobe_version[t0]: 10',
        'nfprobe_receiver[t1]: [2001:db8::9]:2055',
        'nfprobe_version[t1]: 5',
        'nfprobe_ifindex[t1]: 7',
        'nfprobe_timeouts[t0]: maxlife=60:expint=1:general=15:udp=15:tcp=15:icmp=15',
      ]),
    );
  });
});

describe('softflowd', () => {
  it('is one for a collector of NetFlow 9, and none for others', () => {
    const daemons = flowDaemons(
      'softflowd',
      wanted(
        { collector: '198.51.100.9', protocol: 'ipfix' },
        { collector: '198.51.100.9', protocol: 'netflow9' },
      ),
      '/state',
    );
    expect([...daemons.keys()]).toEqual(['softflowd-7-1']);
    const args = daemons.get('softflowd-7-1')?.args.join(' ');
    expect(args).toContain('-i 7:br-lan -n 198.51.100.9:2055 -v 9 -T vlan');
    expect(args).toContain('-t udp=15');
  });
});

it('an interface whose flows nobody wants told needs no program', () => {
  expect(flowDaemons('pmacctd', wanted(), '/state').size).toBe(0);
});
