import { pointer, type NodeId } from '#contract';

/** The member of a workload on one host, and its place below `data`; undefined: the workload has none there. */
export function memberHere<Member extends { readonly node: NodeId }>(
  members: readonly Member[],
  node: { readonly id: NodeId },
): { readonly member: Member; readonly base: string } | undefined {
  const index = members.findIndex((member) => member.node === node.id);
  const member = members[index];
  return member && { member, base: pointer('members', index) };
}
