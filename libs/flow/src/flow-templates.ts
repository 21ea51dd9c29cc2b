import { element, ownElements, type FlowElement, type FlowSource } from './information-element.js';
import type { FlowRow } from './flow-row.js';
import type { FlowRows } from './flow-rows.js';
import { templateOf, type Template } from './template.js';

/** One layout for each family of addresses. */
export interface FlowTemplates {
  readonly ipv4: Template<FlowSource>;
  readonly ipv6: Template<FlowSource>;
  readonly other: Template<FlowSource>;
}

const where = [element.ingressInterface, element.egressInterface, element.direction];
const howMuch = [element.octets, element.packets];
const link = [element.sourceMac, element.destinationMac, element.vlan];
const transport = [
  element.sourcePort,
  element.destinationPort,
  element.protocol,
  element.tcpFlags,
  element.tos,
];
const ipv4 = [element.source4, element.destination4];
const ipv6 = [element.source6, element.destination6];

/** RFC 7011. @param enterprise number under which our own elements go; absent: IANA's elements only */
export function ipfixTemplates(enterprise: number | undefined): FlowTemplates {
  const common: readonly FlowElement[] = [
    ...where,
    ...howMuch,
    element.frameOctets,
    element.start,
    element.end,
    ...link,
    element.outerVlan,
    element.innerVlan,
    element.ethertype,
    element.segmentId,
    element.endReason,
    ...(enterprise === undefined ? [] : ownElements(enterprise)),
  ];
  return familiesOf(common);
}

/** RFC 3954: times count from the start of the exporter, and there are no enterprises. */
export function netflow9Templates(): FlowTemplates {
  return familiesOf([
    ...where,
    ...howMuch,
    element.frameOctets,
    element.firstSwitched,
    element.lastSwitched,
    ...link,
    element.outerVlan,
    element.innerVlan,
    element.ethertype,
  ]);
}

/** Families of addresses as rows name them. */
const families = [
  [4, 'ipv4'],
  [6, 'ipv6'],
  [0, 'other'],
] as const;

/** Flows of the same layout next to each other: a set has a header of its own. */
export function forEachInSets(
  rows: FlowRows,
  templates: FlowTemplates,
  visit: (row: FlowRow, template: Template<FlowSource>) => void,
): void {
  for (const [family, name] of families) {
    const template = templates[name];
    for (let index = 0; index < rows.length; index += 1) {
      const row = rows.at(index);
      if (row.family === family) visit(row, template);
    }
  }
}

function familiesOf(common: readonly FlowElement[]): FlowTemplates {
  return {
    ipv4: templateOf(256, [...ipv4, ...transport, ...common]),
    ipv6: templateOf(257, [...ipv6, ...transport, ...common]),
    other: templateOf(258, common),
  };
}
