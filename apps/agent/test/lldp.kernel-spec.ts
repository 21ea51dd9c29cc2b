import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'koffi';
import type { LldpNeighbour } from '#drivers';
import { decodeAnnouncement, openLldpListener } from '#lldp';
import { KernelHost } from '#netlink';
import { inNewNetns, ip, withNetns } from '../../../test/kernel/netns.js';
import { trunkAnnouncement, trunkSaid } from '../../../libs/lldp/test/announcements.js';

const libc = load(null);
const socket = libc.func('int socket(int, int, int)') as (...args: readonly number[]) => number;
const sendto = libc.func('long sendto(int, const void *, size_t, int, const void *, uint32_t)') as (
  fd: number,
  bytes: Buffer,
  length: number,
  flags: number,
  address: Buffer,
  size: number,
) => number;
const close = libc.func('int close(int)') as (fd: number) => number;

/** An Ethernet frame as a switch sends it: to the nearest bridge, of type 0x88cc. */
function frameOf(announcement: Buffer): Buffer {
  return Buffer.concat([Buffer.from('0180c200000e02005e0053aa88cc', 'hex'), announcement]);
}

/** Sends a frame as it is from an interface of this namespace. */
function send(frame: Buffer, index: number): void {
  const fd = socket(17, 3, 0);
  const address = Buffer.alloc(20);
  address.writeUInt16LE(17, 0);
  address.writeInt32LE(index, 4);
  const sent = sendto(fd, frame, frame.length, 0, address, address.length);
  close(fd);
  expect(sent).toBe(frame.length);
}

function indexOf(name: string): number {
  const [seen] = ip('link', 'show', name) as readonly { readonly ifindex: number }[];
  return seen?.ifindex ?? 0;
}

describe('a host that listens to the other ends of its cables', () => {
  it('knows them, also at the port of a bridge, until they say good-bye', () =>
    inNewNetns(() =>
      withNetns(async (far) => {
        ip('link', 'add', 'br-lan', 'type', 'bridge');
        for (const name of ['eth1', 'eth2']) {
          const end = ['peer', 'name', `far-${name}`, 'netns', far.path];
          ip('link', 'add', name, 'type', 'veth', ...end);
          ip('link', 'set', name, 'up');
          far.enter(() => ip('link', 'set', `far-${name}`, 'up'));
        }
        ip('link', 'set', 'eth2', 'master', 'br-lan');
        ip('link', 'set', 'br-lan', 'up');
        const host = await KernelHost.open();
        const listener = await openLldpListener();
        if (listener === undefined) throw new Error('there is no packet socket');
        const now = new Date('2026-11-20T08:00:00Z');
        try {
          const state = await host.observe();
          const seen = (): readonly LldpNeighbour[] => listener.heard(state, now).neighbours;
          expect(seen()).toEqual([]);
          far.enter(() => {
            for (const name of ['far-eth1', 'far-eth2'])
              send(frameOf(trunkAnnouncement()), indexOf(name));
            send(
              Buffer.from('ffffffffffff02005e0053aa88b5deadbeef'.padEnd(120, '0'), 'hex'),
              indexOf('far-eth1'),
            );
          });
          const neighbour = { ...trunkSaid, heardAt: now.toISOString() };
          expect(seen()).toEqual([
            { link: 'eth1', ...neighbour },
            { link: 'eth2', ...neighbour },
          ]);

          far.enter(() => {
            send(frameOf(trunkAnnouncement(0)), indexOf('far-eth1'));
          });
          expect(seen().map(({ link }) => link)).toEqual(['eth2']);
        } finally {
          listener.close();
          host.close();
        }
      }),
    ));
});

const tshark = '/usr/bin/tshark';

(existsSync(tshark) ? describe : describe.skip)('an announcement', () => {
  it('says to tshark what it says to us', () => {
    const said = decodeAnnouncement(trunkAnnouncement());
    const directory = mkdtempSync(join(tmpdir(), 'lldp-'));
    try {
      const file = join(directory, 'frames.pcap');
      writeFileSync(file, captureOf(frameOf(trunkAnnouncement())));
      const fields = [
        ...['chassis.id.mac', 'port.id', 'port.desc', 'tlv.system.name', 'time_to_live'],
        ...['ieee.802_1.port_vlan.id', 'ieee.802_1.vlan.id'],
        ...['ieee.802_1.aggregation_status.enabled', 'ieee.802_3.max_frame_size'],
      ];
      const seen = execFileSync(
        tshark,
        ['-r', file, '-T', 'fields', ...fields.flatMap((field) => ['-e', `lldp.${field}`])],
        { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
      );
      expect(seen.trimEnd().split('\t')).toEqual([
        ...[said?.chassis, said?.port, said?.portDescription, said?.systemName],
        ...[said?.holdsFor, said?.nativeVlan].map(String),
        said?.vlans.toReversed().join(','),
        said?.isBundled === true ? '1' : '0',
        String(said?.largestFrame),
      ]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

/** A capture file of one Ethernet frame (pcap, version 2.4, in host byte order). */
function captureOf(frame: Buffer): Buffer {
  const file = Buffer.alloc(24 + 16);
  file.writeUInt32LE(0xa1b2c3d4, 0);
  file.writeUInt16LE(2, 4);
  file.writeUInt16LE(4, 6);
  file.writeUInt32LE(65_535, 16);
  file.writeUInt32LE(1, 20);
  file.writeUInt32LE(frame.length, 32);
  file.writeUInt32LE(frame.length, 36);
  return Buffer.concat([file, frame]);
}
