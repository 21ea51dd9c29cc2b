import { execFileSync } from 'node:child_process';

/** Numbers that look random and are the same at every run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const vxlans = ['vx0', 'vx1', 'vx2', 'vx3'];
const cables = ['ve0', 've1'];
const bridges = ['br0', 'br1'];
const links = [...vxlans, ...cables, ...bridges];
const path = 'dev up0 local 192.0.2.1 dstport 4789';
const mark = 'hercules:01J9Z3NDEKTSV4RRFFQ69G5FAV/lan';

/** A choice of one of a list. */
type Pick = <Entry>(list: readonly Entry[]) => Entry;

/** What an operator may do, as commands. Nobody keeps book of what stands, so the kernel refuses many of them. */
const changes: readonly ((pick: Pick) => readonly string[])[] = [
  (pick) => [`ip link add ${pick(vxlans)} type vxlan id ${pick([7, 8, 9])} ${path}`],
  // An index that another link may have had before.
  (pick) => [`ip link add ${pick(vxlans)} index ${pick([700, 701])} type vxlan id 99 ${path}`],
  (pick) => [`ip link add ${pick(cables)} type veth`],
  (pick) => [`ip link delete ${pick(vxlans)}`],
  (pick) => [`ip link delete ${pick(cables)}`],
  (pick) => [`ip link set ${pick(links)} master ${pick(bridges)}`],
  (pick) => [`ip link set ${pick(links)} nomaster`],
  (pick) => [`ip link set ${pick(links)} mtu ${pick([1280, 1300, 1400])}`],
  (pick) => [`ip link set ${pick(links)} ${pick(['up', 'down'])}`],
  (pick) => [`ip link set ${pick(links)} up`],
  (pick) => [`ip link set ${pick(links)} alias ${pick([mark, 'mine'])}`],
  (pick) => [`ip link set ${pick(vxlans)} name ${pick(vxlans)}`],
  (pick) => [`ip link set ${pick(links)} address 02:00:00:00:00:0${pick([1, 2, 3])}`],
  (pick) => [`ip link set ${pick(vxlans)} type vxlan ttl ${pick([5, 9])}`],
  (pick) => [`ip link set ${pick(bridges)} type bridge stp_state ${pick([0, 1])}`],
  (pick) => [`ip address add 198.51.100.${pick([1, 2])}/24 dev ${pick(links)}`],
  (pick) => [`ip address add 2001:db8:1::${pick([1, 2])}/64 dev ${pick(links)}`],
  (pick) => [`ip address flush dev ${pick(links)} scope global`],
  (pick) => [`ip route add 203.0.113.${pick([0, 64, 128])}/26 dev ${pick(links)} proto 72`],
  (pick) => [`ip route add 203.0.113.192/26 dev ${pick(links)} proto static`],
  () => ['ip route add 192.0.2.128/25 via 192.0.2.9 src 198.51.100.1'],
  (pick) => [`ip -6 route add 2001:db8:${pick([7, 8])}::/48 dev ${pick(links)}`],
  (pick) => [`ip route flush dev ${pick(links)} proto static`],
  (pick) => {
    const entry = `00:00:00:00:00:00 dev ${pick(vxlans)} dst 198.51.100.${pick([3, 4, 5])}`;
    return [`bridge fdb ${pick(['append', 'delete'])} ${entry}`];
  },
  (pick) => {
    const entry = `02:00:00:00:01:0${pick([1, 2])} dev ${pick(vxlans)} dst 198.51.100.7`;
    return [`bridge fdb ${pick(['add', 'replace', 'delete'])} ${entry}`];
  },
  (pick) => {
    const entry = `02:00:00:00:02:0${pick([1, 2])} dev ${pick(links)} master static`;
    return [`bridge fdb ${pick(['replace', 'replace', 'delete'])} ${entry}`];
  },
  (pick) => {
    const entry = `port ${pick(links)} grp 239.1.1.${pick([1, 2])} permanent`;
    return [`bridge mdb ${pick(['add', 'add', 'del'])} dev ${pick(bridges)} ${entry}`];
  },
  (pick) => [
    `ip rule ${pick(['add', 'add', 'delete'])} from 203.0.113.0/24 priority ${pick([7, 8])} lookup 77`,
  ],
  // The death of a bridge holds up the whole machine, so it is rare.
  (pick) => {
    const link = pick([...bridges, ...bridges, undefined, undefined, undefined, undefined]);
    return link === undefined ? [] : [`ip link delete ${link}`, `ip link add ${link} type bridge`];
  },
];

/** Makes the bridges on which random changes are. */
export function prepareForChanges(): void {
  for (const link of bridges) run(`ip link add ${link} type bridge`);
}

/** One random change of the host; answers with whether the kernel took it. */
export function changeSomething(random: () => number): boolean {
  const pick: Pick = (list) => list[Math.floor(random() * list.length)] as (typeof list)[number];
  try {
    for (const command of pick(changes)(pick)) run(command);
    return true;
  } catch {
    // The kernel refused: the link is not there, is there already, or can't be so.
    return false;
  }
}

function run(command: string): void {
  const [tool = '', ...args] = command.split(' ');
  execFileSync(tool, args, { stdio: 'ignore', env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } });
}
