import type { Problem, PublicKey } from '#contract';

/** The parts of the controller's answers that the demo reads. */
export interface NodeView {
  readonly id: string;
  readonly publicKey: PublicKey | null;
  readonly charterVersion: number | null;
  readonly capabilities: Readonly<Record<string, boolean>> | null;
}

export interface OperationView {
  readonly action: string;
  readonly identity: string;
  readonly effect: string;
  readonly fields: readonly string[];
}

export interface PlanView {
  readonly hosts: readonly {
    readonly node: string;
    readonly operations: readonly OperationView[];
    readonly problems: readonly Problem[];
  }[];
}

export interface ContractView {
  readonly contractId: string;
  readonly version: number;
  readonly digest: string;
  readonly state: string;
  readonly missing: readonly { readonly principal: string }[];
}

export interface HostStatus {
  readonly node: string;
  readonly state: string;
  readonly version: number | null;
  readonly reportedAt: string | null;
  readonly problems?: readonly Problem[];
  readonly writes?: number;
  readonly conditions: readonly {
    readonly type: string;
    readonly reason: string;
    readonly message: string;
  }[];
  readonly workloads: readonly {
    readonly name: string;
    readonly conditions: readonly {
      readonly type: string;
      readonly status: string;
      readonly message: string;
    }[];
  }[];
}

export interface StatusView {
  readonly state: string;
  readonly version: number;
  readonly hosts: readonly HostStatus[];
}
