import type { VariableSpec } from './dashboard-spec.js';

/** Hosts of which the charter knows no site are in every choice of `All`. */
export const site: VariableSpec = { name: 'site', label: 'Site', of: 'hercules_node_info' };
export const node: VariableSpec = { name: 'node', label: 'Host', of: 'hercules_node_info' };
export const contract: VariableSpec = {
  name: 'contract',
  label: 'Contract',
  of: 'hercules_contract_info',
};
export const workload: VariableSpec = {
  name: 'workload',
  label: 'Tunnel',
  of: 'hercules_tunnel_up',
};
export const collector: VariableSpec = {
  name: 'collector',
  label: 'Collector',
  of: 'hercules_flow_export_messages_total',
};
