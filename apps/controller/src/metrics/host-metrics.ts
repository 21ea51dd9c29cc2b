import type { HostState, ObservedLink } from '#drivers';
import type { ReportState } from '#protocol';
import type { NodeRecord, ReportRecord, UsageTotals } from '#store';
import { reportStates } from '../rollouts/report-states.js';
import type { Metric, Series } from './exposition.js';

/** What the controller knows of a host that speaks. */
export interface KnownHost {
  readonly node: NodeRecord;
  readonly state: HostState | undefined;
  readonly reports: readonly ReportRecord[];
  readonly usage: readonly UsageTotals[];
}

type Counted = 'receiveOctets' | 'receivePackets' | 'transmitOctets' | 'transmitPackets';

/**
 * The metrics of one host, named as users of node_exporter know them. Labels are bounded by what contracts ask for:
 * interfaces of nobody are left out.
 */
export function hostMetrics({ node, state, reports, usage }: KnownHost): readonly Metric[] {
  const links = (state?.links ?? []).filter(({ resource }) => resource.owner !== undefined);
  return [
    {
      ...gauge('hercules_agent_info', 'Version of the agent; always 1.'),
      series: [{ labels: { version: node.agentVersion ?? '' }, value: 1 }],
    },
    {
      ...gauge('hercules_agent_last_report_timestamp_seconds', 'When the host was last heard of.'),
      series: bare(Date.parse(node.lastSeenAt ?? '') / 1000),
    },
    {
      ...gauge(
        'hercules_agent_charter_version',
        'Version of the charter that the host has accepted.',
      ),
      series: bare(node.charterVersion ?? 0),
    },
    ...linkMetrics(links),
    ...usageMetrics(usage),
    ...contractMetrics(reports),
  ];
}

function linkMetrics(links: readonly ObservedLink[]): readonly Metric[] {
  const each = (value: (link: ObservedLink) => number): readonly Series[] =>
    links.map((link) => ({ labels: deviceOf(link), value: value(link) }));
  return [
    {
      ...gauge('hercules_network_up', 'Whether the interface carries traffic.'),
      series: each(({ operStatus, resource }) =>
        operStatus === 'up' || (operStatus === 'unknown' && resource.up) ? 1 : 0,
      ),
    },
    {
      ...gauge('hercules_network_carrier', 'Whether the interface has a carrier.'),
      series: each(({ carrier }) => (carrier ? 1 : 0)),
    },
    {
      ...gauge('hercules_network_mtu_bytes', 'MTU of the interface.'),
      series: each(({ resource }) => resource.mtu),
    },
    {
      ...gauge('hercules_network_info', 'Kind and state of the interface; always 1.'),
      series: links.map((link) => ({
        labels: { ...deviceOf(link), kind: link.resource.kind, operstate: link.operStatus },
        value: 1,
      })),
    },
  ];
}

function usageMetrics(usage: readonly UsageTotals[]): readonly Metric[] {
  const counted = (name: string, help: string, field: Counted | 'overflowPackets'): Metric => ({
    name,
    help,
    type: 'counter',
    series: usage.map((one) => ({
      labels: { device: one.interface, contract: one.contractId, workload: one.workload },
      value: one[field],
    })),
  });
  return [
    counted(
      'hercules_network_receive_bytes_total',
      'Octets of frames that came in.',
      'receiveOctets',
    ),
    counted('hercules_network_receive_packets_total', 'Frames that came in.', 'receivePackets'),
    counted(
      'hercules_network_transmit_bytes_total',
      'Octets of frames that went out.',
      'transmitOctets',
    ),
    counted('hercules_network_transmit_packets_total', 'Frames that went out.', 'transmitPackets'),
    counted(
      'hercules_flow_overflow_packets_total',
      'Frames that no flow tells of.',
      'overflowPackets',
    ),
  ];
}

function contractMetrics(reports: readonly ReportRecord[]): readonly Metric[] {
  const each = (value: (report: ReportRecord['report']) => number | undefined): readonly Series[] =>
    reports.flatMap(({ report }) => {
      const found = value(report);
      return found === undefined ? [] : [{ labels: { contract: report.contractId }, value: found }];
    });
  return [
    stateMetric(reports),
    {
      ...gauge('hercules_contract_version', 'Version of the contract that the host speaks of.'),
      series: each(({ version }) => version),
    },
    {
      ...gauge('hercules_contract_drifted', 'Whether the host departs from the contract.'),
      series: each(({ drift }) =>
        drift === undefined ? undefined : Number(drift.state === 'drifted'),
      ),
    },
    {
      name: 'hercules_contract_repairs_total',
      help: 'Repairs of the contract since the agent started.',
      type: 'counter',
      series: each(({ drift }) => drift?.repairs),
    },
    {
      ...gauge(
        'hercules_reconcile_duration_seconds',
        'How long the last change of the contract took.',
      ),
      series: each(({ seconds }) => seconds),
    },
    {
      ...gauge(
        'hercules_reconcile_kernel_writes',
        'Messages to the kernel in the last run of the contract.',
      ),
      series: each(({ writes }) => writes),
    },
  ];
}

/** One series for each state, of which one is 1. */
function stateMetric(reports: readonly ReportRecord[]): Metric {
  return {
    ...gauge('hercules_host_contract_state', 'Whether the contract is in this state on the host.'),
    series: reports.flatMap(({ report }) =>
      reportStates.map((state: ReportState) => ({
        labels: { contract: report.contractId, state },
        value: report.state === state ? 1 : 0,
      })),
    ),
  };
}

function deviceOf({ resource }: ObservedLink): Readonly<Record<string, string>> {
  const { contract = '', workload = '' } = resource.owner ?? {};
  return { device: resource.name, contract, workload };
}

function gauge(name: string, help: string): Pick<Metric, 'name' | 'help' | 'type'> {
  return { name, help, type: 'gauge' };
}

function bare(value: number): readonly Series[] {
  return [{ labels: {}, value }];
}
