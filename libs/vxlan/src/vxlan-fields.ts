import { z } from 'zod';
import { nodeId } from '#contract';
import { driverCheck, ipAddress, linkName, macAddress } from '#drivers';

/** VXLAN network identifier (RFC 7348): 24 bits, 0 is not used. */
export const vni = z
  .int()
  .refine(
    (id) => id >= 1 && id <= 0xffffff,
    driverCheck('vni-out-of-range', 'a VNI is 1 to 16777215'),
  )
  .meta({ minimum: 1, maximum: 0xffffff });

export const udpPort = z
  .int()
  .refine(
    (port) => port >= 1 && port <= 65535,
    driverCheck('port-out-of-range', 'a UDP port is 1 to 65535'),
  )
  .meta({ minimum: 1, maximum: 65535 });

/** How frames for many or for unknown receivers travel. */
export const flood = z.union([
  /** One copy to every member; none: only to what `peers` and `fdb` name. */
  z.enum(['headEnd', 'none']),
  /** To a multicast group of the underlay, which every member joins. */
  z.strictObject({ group: ipAddress }),
]);

/** The address of an interface; its family: that of the segment unless it says another. */
export const addressOf = z.strictObject({
  addressOf: linkName,
  family: z.enum(['ipv4', 'ipv6']).optional(),
});

export type AddressOf = z.infer<typeof addressOf>;

const destination = {
  /** UDP port there; absent: that of the segment. */
  port: udpPort.optional(),
  /** VNI there; absent: that of the segment. */
  vni: vni.optional(),
  /** Interface by which it is reached; absent: the member's underlay where the address is link-local, else none. */
  via: linkName.optional(),
};

/** The other end of a segment that is no host of the charter: frames for many go there too. */
export const peer = z.strictObject({ address: ipAddress, ...destination });

/** Behind which end a station is, on every host but that one. Either `member` or `address`. */
export const staticEntry = z.strictObject({
  mac: macAddress,
  member: nodeId.optional(),
  address: ipAddress.optional(),
  ...destination,
});

/** What is the same on every host of the segment; absent: as the kernel makes it. */
export const segmentOptions = {
  /** Learn from received frames which member a MAC address is behind; absent: yes. */
  learning: z.boolean().optional(),
  /** Seconds after which a learnt address is forgotten, 0: never; kernel: 300. */
  ageingTime: z.int().min(0).max(0xffff_ffff).optional(),
  /** Most addresses in the forwarding table, 0: no limit; kernel: no limit. */
  maxAddresses: z.int().min(0).max(0xffff_ffff).optional(),
  /** Outer time to live or hop limit; 0 or absent: the kernel's default; inherit: the inner one. */
  ttl: z.union([z.int().min(0).max(255), z.literal('inherit')]).optional(),
  /** Outer type of service; 1 copies the inner one; absent: 0. */
  tos: z.int().min(0).max(255).optional(),
  /** Outer don't-fragment bit; absent: unset. */
  df: z.enum(['unset', 'set', 'inherit']).optional(),
  /** Flow label of the outer packets, over IPv6 alone; kernel: 0. */
  flowLabel: z.int().min(0).max(0xfffff).optional(),
  /** UDP source ports, both ends included, chosen by the inner flow; kernel: its own range. */
  sourcePorts: z
    .strictObject({ first: udpPort, last: udpPort })
    .refine(
      ({ first, last }) => first <= last,
      driverCheck('port-out-of-range', 'the range ends before it begins'),
    )
    .optional(),
  /** Whether what is sent has an outer UDP checksum; absent: yes. */
  udpChecksum: z.boolean().optional(),
  /** Answer ARP and neighbour solicitations from the host's neighbour table; kernel: off. */
  arpProxy: z.boolean().optional(),
  /** Hand frames for a known router to its link directly; kernel: off. */
  shortCircuit: z.boolean().optional(),
  /** Tell listeners on the host of stations that are not known; kernel: off. */
  l2Miss: z.boolean().optional(),
  /** Tell listeners on the host of neighbours that are not known; kernel: off. */
  l3Miss: z.boolean().optional(),
  /** Carry the group policy of each frame; kernel: off. */
  groupPolicy: z.boolean().optional(),
};
