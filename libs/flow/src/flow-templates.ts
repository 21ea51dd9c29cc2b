import { element, ownElements, type FlowElement, type FlowSource } from './information-element.js';
import { familyOf, type FlowRecord } from './flow-record.js';
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

export function templateFor(templates: FlowTemplates, key: Buffer): Template<FlowSource> {
  switch (familyOf(key)) {
    case 4:
      return templates.ipv4;
    case 6:
      return templates.ipv6;
    default:
      return templates.other;
  }
}

/** Records of the same layout next to each other: a set has a header of its own. */
export function inSets(records: readonly FlowRecord[]): readonly FlowRecord[] {
  return [...Map.groupBy(records, ({ key }) => familyOf(key)).values()].flat();
}

function familiesOf(common: readonly FlowElement[]): FlowTemplates {
  return {
    ipv4: templateOf(256, [...ipv4, ...transport, ...common]),
    ipv6: templateOf(257, [...ipv6, ...transport, ...common]),
    other: templateOf(258, common),
  };
}
