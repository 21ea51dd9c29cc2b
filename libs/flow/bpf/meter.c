// SPDX-License-Identifier: MIT OR GPL-2.0-only
/*
 * Counts every frame that passes a clsact hook, in both directions: per interface, and per flow. Decides nothing:
 * TC_ACT_UNSPEC lets whatever stands behind go on. Built by scripts/build-bpf.sh; needs no compiler on a host, and
 * neither BTF nor a library to load: user space writes map descriptors where the symbols of maps stand.
 *
 * The layouts below are read by libs/flow/src/meter-layout.ts.
 */
#include <linux/bpf.h>

#define SECTION(name) __attribute__((section(name), used))
#define INLINE static inline __attribute__((always_inline))

/* Helpers by number: include/uapi/linux/bpf.h. */
static void *(*lookup)(const void *map, const void *key) = (void *)BPF_FUNC_map_lookup_elem;
static long (*update)(const void *map, const void *key, const void *value, __u64 flags) =
	(void *)BPF_FUNC_map_update_elem;
static __u64 (*now)(void) = (void *)BPF_FUNC_ktime_get_ns;
static long (*load)(const struct __sk_buff *skb, __u32 offset, void *to, __u32 length) =
	(void *)BPF_FUNC_skb_load_bytes;

/* Found by these names when the programs are loaded. */
extern const int meter_interfaces; /* HASH: ifindex -> struct metered */
extern const int meter_totals;     /* PERCPU_HASH: struct side -> struct totals */
extern const int meter_flows;      /* ARRAY_OF_MAPS of one: HASH: struct flow -> struct counts */

enum direction { INGRESS = 0, EGRESS = 1 };

struct metered {
	__u32 number; /* kept by the host for as long as the contract lives, unlike the ifindex */
	__u16 header; /* bytes of the device's own header: 14 Ethernet, 0 where frames begin with IP */
	__u16 flows;  /* 0: totals only */
};

struct side {
	__u32 number;
	__u32 direction;
};

struct totals {
	__u64 packets;
	__u64 octets; /* frames as they stand here, without FCS, with the VLAN tag that the kernel took off */
	__u64 segments; /* packets on a wire: a super-packet of GSO or GRO is many */
	__u64 non_ip_packets;
	__u64 flow_packets; /* those that a flow was looked for */
	__u64 flow_octets;
	__u64 overflow_packets; /* of these, those for which the flow map had no room */
	__u64 overflow_octets;
};

struct flow {
	__u32 number;
	__u8 direction;
	__u8 family; /* 4, 6; 0: not IP */
	__u8 protocol;
	__u8 tos;
	__u16 ethertype; /* host order, after the tags; 0: IEEE 802.3 with LLC */
	__u16 outer_vlan; /* 0: none; else 0x1000 and the id */
	__u16 inner_vlan;
	__u16 source_port; /* host order; 0 in later fragments */
	__u16 destination_port; /* ICMP: type * 256 + code */
	__u16 destination_mac[3]; /* in network order, as are the addresses */
	__u16 source_mac[3];
	__u16 unused;
	__u32 source[4]; /* IPv4: the first */
	__u32 destination[4];
};

struct counts {
	__u64 packets;
	__u64 octets;
	__u64 segments;
	__u64 first; /* CLOCK_MONOTONIC, ns */
	__u64 last;
	__u32 tcp_flags;
	__u32 unused;
};

#define IPV4 0x0800
#define IPV6 0x86dd
#define TAG_C 0x8100
#define TAG_S 0x88a8
#define TAG_OLD 0x9100
#define LEAST_ETHERTYPE 0x0600
#define HAS_VLAN 0x1000

#define ICMP 1
#define TCP 6
#define UDP 17
#define ICMP6 58
#define SCTP 132
#define DCCP 33
#define UDPLITE 136

#define HOP_OPTIONS 0
#define ROUTING 43
#define FRAGMENT 44
#define AUTHENTICATION 51
#define DESTINATION_OPTIONS 60
#define MOST_EXTENSIONS 6

INLINE __u16 be16(__u16 value)
{
	return __builtin_bswap16(value);
}

/*
 * So many bytes of the frame: in their place where they lie in one piece with its begin, as headers mostly do, else
 * copied to a buffer. Null: the frame is shorter. The offset is below 64 KiB.
 */
INLINE const void *bytes_at(const struct __sk_buff *skb, __u32 offset, void *buffer, __u32 length)
{
	const __u8 *data = (const __u8 *)(long)skb->data + offset;

	if (data + length <= (const __u8 *)(long)skb->data_end)
		return data;
	return load(skb, offset, buffer, length) < 0 ? 0 : buffer;
}

INLINE __u32 read_transport(const struct __sk_buff *skb, __u32 offset, struct flow *flow)
{
	__u16 buffer[2];
	const __u16 *ports;
	__u8 spare;
	const __u8 *flags;

	switch (flow->protocol) {
	case TCP:
	case UDP:
	case SCTP:
	case DCCP:
	case UDPLITE:
		ports = bytes_at(skb, offset, buffer, 4);
		if (!ports)
			return 0;
		flow->source_port = be16(ports[0]);
		flow->destination_port = be16(ports[1]);
		if (flow->protocol != TCP)
			return 0;
		flags = bytes_at(skb, offset + 13, &spare, 1);
		return flags ? *flags : 0;
	case ICMP:
	case ICMP6:
		ports = bytes_at(skb, offset, buffer, 2);
		if (ports)
			flow->destination_port = be16(ports[0]);
		return 0;
	}
	return 0;
}

struct ipv4 {
	__u8 version_length;
	__u8 tos;
	__u16 total;
	__u16 id;
	__u16 fragment;
	__u8 ttl;
	__u8 protocol;
	__u16 checksum;
	__u32 source;
	__u32 destination;
};

INLINE __u32 read_ipv4(const struct __sk_buff *skb, __u32 offset, struct flow *flow)
{
	struct ipv4 buffer;
	const struct ipv4 *header = bytes_at(skb, offset, &buffer, sizeof(buffer));

	if (!header || header->version_length >> 4 != 4)
		return 0;
	flow->family = 4;
	flow->tos = header->tos;
	flow->protocol = header->protocol;
	flow->source[0] = header->source;
	flow->destination[0] = header->destination;
	if (be16(header->fragment) & 0x1fff)
		return 0;
	return read_transport(skb, offset + (header->version_length & 15) * 4, flow);
}

struct ipv6 {
	__u8 version_class;
	__u8 class_label;
	__u16 label;
	__u16 length;
	__u8 next;
	__u8 hops;
	__u32 source[4];
	__u32 destination[4];
};

struct extension {
	__u8 next;
	__u8 length;
	__u16 fragment; /* of a fragment header: offset and flags */
};

INLINE __u32 read_ipv6(const struct __sk_buff *skb, __u32 offset, struct flow *flow)
{
	struct ipv6 buffer;
	const struct ipv6 *header = bytes_at(skb, offset, &buffer, sizeof(buffer));
	struct extension extension;
	__u8 next;

	if (!header || header->version_class >> 4 != 6)
		return 0;
	flow->family = 6;
	flow->tos = (__u8)(header->version_class << 4 | header->class_label >> 4);
#pragma unroll
	for (int i = 0; i < 4; i++) {
		flow->source[i] = header->source[i];
		flow->destination[i] = header->destination[i];
	}
	next = header->next;
	offset += sizeof(buffer);
#pragma unroll
	for (int i = 0; i < MOST_EXTENSIONS; i++) {
		if (next != HOP_OPTIONS && next != ROUTING && next != FRAGMENT &&
		    next != AUTHENTICATION && next != DESTINATION_OPTIONS)
			break;
		if (load(skb, offset, &extension, sizeof(extension)) < 0)
			break;
		flow->protocol = extension.next;
		if (next == FRAGMENT && be16(extension.fragment) & 0xfff8)
			return 0;
		offset += next == FRAGMENT ? 8 :
			  next == AUTHENTICATION ? (extension.length + 2) * 4 : (extension.length + 1) * 8;
		next = extension.next;
	}
	flow->protocol = next;
	return read_transport(skb, offset, flow);
}

/* Up to two tags, the outer one of which may stand beside the frame. Answers with where the payload begins. */
INLINE __u32 read_tags(const struct __sk_buff *skb, __u32 offset, struct flow *flow)
{
	__u16 tag[2];

	if (skb->vlan_present)
		flow->outer_vlan = HAS_VLAN | (skb->vlan_tci & 0xfff);
#pragma unroll
	for (int i = 0; i < 2; i++) {
		if (flow->ethertype != TAG_C && flow->ethertype != TAG_S && flow->ethertype != TAG_OLD)
			break;
		if (flow->inner_vlan || load(skb, offset, tag, 4) < 0)
			break;
		if (flow->outer_vlan)
			flow->inner_vlan = HAS_VLAN | (be16(tag[0]) & 0xfff);
		else
			flow->outer_vlan = HAS_VLAN | (be16(tag[0]) & 0xfff);
		flow->ethertype = be16(tag[1]);
		offset += 4;
	}
	return offset;
}

/* Addresses in pairs of bytes: they stand at odd multiples of two. */
struct ethernet {
	__u16 destination[3];
	__u16 source[3];
	__u16 type;
};

/* Fills in the flow; answers with the TCP flags. */
INLINE __u32 read_frame(const struct __sk_buff *skb, __u32 header, struct flow *flow)
{
	struct ethernet buffer;
	const struct ethernet *ethernet;
	__u32 offset = 0;

	if (header == 14) {
		ethernet = bytes_at(skb, 0, &buffer, sizeof(buffer));
		if (!ethernet)
			return 0;
#pragma unroll
		for (int i = 0; i < 3; i++) {
			flow->destination_mac[i] = ethernet->destination[i];
			flow->source_mac[i] = ethernet->source[i];
		}
		flow->ethertype = be16(ethernet->type);
		offset = read_tags(skb, 14, flow);
		if (flow->ethertype < LEAST_ETHERTYPE)
			flow->ethertype = 0;
	} else {
		flow->ethertype = be16((__u16)skb->protocol);
	}
	if (flow->ethertype == IPV4)
		return read_ipv4(skb, offset, flow);
	if (flow->ethertype == IPV6)
		return read_ipv6(skb, offset, flow);
	return 0;
}

INLINE void add(struct counts *counts, __u64 octets, __u64 segments, __u64 time, __u32 tcp_flags)
{
	__sync_fetch_and_add(&counts->packets, 1);
	__sync_fetch_and_add(&counts->octets, octets);
	__sync_fetch_and_add(&counts->segments, segments);
	counts->last = time;
	if ((counts->tcp_flags & tcp_flags) != tcp_flags)
		counts->tcp_flags |= tcp_flags;
}

/* False: there is no room. */
INLINE int count_flow(const struct flow *flow, __u64 octets, __u64 segments, __u32 tcp_flags)
{
	const __u32 slot = 0;
	const void *flows = lookup(&meter_flows, &slot);
	const __u64 time = now();
	struct counts *counts;

	if (!flows)
		return 0;
	counts = lookup(flows, flow);
	if (!counts) {
		struct counts first = {
			.packets = 1,
			.octets = octets,
			.segments = segments,
			.first = time,
			.last = time,
			.tcp_flags = tcp_flags,
		};

		if (update(flows, flow, &first, BPF_NOEXIST) == 0)
			return 1;
		/* Another processor may have been first. */
		counts = lookup(flows, flow);
	}
	if (!counts)
		return 0;
	add(counts, octets, segments, time, tcp_flags);
	return 1;
}

INLINE int measure(struct __sk_buff *skb, enum direction direction)
{
	const __u32 index = skb->ifindex;
	const struct metered *metered = lookup(&meter_interfaces, &index);
	struct flow flow = {};
	struct side side;
	struct totals *totals;
	__u64 octets = skb->len + (skb->vlan_present ? 4 : 0);
	__u64 segments = skb->gso_segs ? skb->gso_segs : 1;
	__u32 tcp_flags;

	if (!metered)
		return -1;
	side.number = metered->number;
	side.direction = direction;
	totals = lookup(&meter_totals, &side);
	if (!totals)
		return -1;
	flow.number = metered->number;
	flow.direction = direction;
	tcp_flags = read_frame(skb, metered->header, &flow);
	totals->packets += 1;
	totals->octets += octets;
	totals->segments += segments;
	if (flow.family == 0)
		totals->non_ip_packets += 1;
	if (!metered->flows)
		return -1;
	totals->flow_packets += 1;
	totals->flow_octets += octets;
	if (!count_flow(&flow, octets, segments, tcp_flags)) {
		totals->overflow_packets += 1;
		totals->overflow_octets += octets;
	}
	return -1; /* TC_ACT_UNSPEC */
}

SECTION("ingress")
int meter_ingress(struct __sk_buff *skb)
{
	return measure(skb, INGRESS);
}

SECTION("egress")
int meter_egress(struct __sk_buff *skb)
{
	return measure(skb, EGRESS);
}

SECTION("license")
const char terms[] = "Dual MIT/GPL";
