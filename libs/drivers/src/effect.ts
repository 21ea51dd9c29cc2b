import type { Action, TrafficEffect } from './operation.js';
import { needsNewAssociations } from './ipsec-connection.js';
import type { Resource } from './resource.js';

/** What traffic notices of an action on an object. */
export function trafficEffect(
  action: Action,
  resource: Resource,
  fields: readonly string[],
): TrafficEffect {
  switch (action) {
    case 'create':
      return 'none';
    case 'recreate':
    case 'delete':
      return 'outage';
    case 'adopt':
    case 'change':
      if (resource.type === 'ipsec')
        return needsNewAssociations(fields) ? 'brief-interruption' : 'none';
      return resource.type === 'link' && fields.every((field) => quietFields.has(field))
        ? 'none'
        : 'brief-interruption';
  }
}

/** Fields whose change no frame notices. */
const quietFields = new Set([
  'bridge.ageingTime',
  'bridge.multicastStatistics',
  'bridge.vlanStatistics',
  'owner.contract',
  'owner.workload',
  'alias',
  'ipv6',
  'vlan.egressQos',
  'vlan.gvrp',
  'vlan.ingressQos',
  'vlan.looseBinding',
  'vlan.mvrp',
  'vxlan.ageing',
  'vxlan.flowLabel',
  'vxlan.learning',
  'vxlan.tos',
  'vxlan.ttl',
]);
