import { recordPlan, type RecordPlan } from './flow-record.js';
import { element, ownElements, type FlowElement, type FlowSide } from './information-element.js';
import { templateOf, type Template } from './template.js';

/** A layout of flow records. */
export interface FlowTemplate extends Template<FlowSide> {
  readonly plan: RecordPlan;
}

/** One layout for each family of addresses. */
export interface FlowTemplates {
  readonly ipv4: FlowTemplate;
  readonly ipv6: FlowTemplate;
  readonly other: FlowTemplate;
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

function familiesOf(common: readonly FlowElement[]): FlowTemplates {
  return {
    ipv4: flowTemplate(256, [...ipv4, ...transport, ...common]),
    ipv6: flowTemplate(257, [...ipv6, ...transport, ...common]),
    other: flowTemplate(258, common),
  };
}

function flowTemplate(id: number, elements: readonly FlowElement[]): FlowTemplate {
  return { ...templateOf(id, elements), plan: recordPlan(elements) };
}
