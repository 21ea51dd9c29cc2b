import {
  parseContract,
  parseEnvelope,
  parseEnvelopeSignature,
  serializeEnvelope,
  withSignature,
  type Contract,
  type Envelope,
} from '#contract';
import { problem, type FakeAnswer, type FakeRequest } from './fake-answer.js';
import type { FakeSite } from './fake-site.js';

interface Stored {
  readonly contract: Contract;
  readonly envelope: Envelope<'contract'>;
}

interface FakeOperation {
  readonly id: string;
  readonly contract: Contract;
  /** How many hosts are done; grows by one with every question. */
  done: number;
}

/** Contracts of the fake. Signatures are counted, not checked; a roll-out does one host with every question. */
export class FakeContracts {
  readonly stored = new Map<string, Stored>();
  /** Hosts whose roll-out fails. */
  readonly failingNodes = new Set<string>();
  /** Roll-outs go on for ever. */
  stuck = false;
  private readonly operations = new Map<string, FakeOperation>();

  constructor(private readonly site: FakeSite) {}

  answer({ method, path, body, query, headers }: FakeRequest): FakeAnswer | undefined {
    const [, noun, id = '', part] = path.split('/');
    if (noun === 'operations') return this.showOperation(id);
    if (noun === 'plans') return this.planOf(body);
    if (noun !== 'contracts') return undefined;
    if (method === 'POST' && id === '') return this.submit(body, query.has('dryRun'));
    if (id === '') return this.list(query);
    const stored = this.stored.get(id);
    if (stored === undefined) return problem(404, 'contract-unknown', `there is no contract ${id}`);
    if (part === 'signatures') return this.sign(stored, body, headers['if-match']);
    return { status: 200, body: this.part(stored, part), headers: { ETag: etagOf(stored) } };
  }

  private part(stored: Stored, part: string | undefined): unknown {
    switch (part ?? '') {
      case 'envelope':
        return JSON.parse(serializeEnvelope(stored.envelope));
      case 'handoff':
        return { hosts: [], markdown: '# office\n\n## host-a\n' };
      case 'workloads':
        return peerSheets;
      case 'plan':
        return planFor(stored.contract, stored.envelope.digest);
      case 'status':
        return this.statusOf(stored);
      default:
        return this.viewOf(stored);
    }
  }

  private submit(body: string, dryRun: boolean): FakeAnswer {
    const envelope = parseEnvelope(body, 'contract');
    if (!envelope.ok)
      return problem(422, 'envelope-malformed', 'the contract is refused', envelope.problems);
    const contract = parseContract(envelope.value.payload);
    if (!contract.ok)
      return problem(422, 'value-invalid', 'the contract is refused', contract.problems);
    const known = this.stored.get(contract.value.contractId);
    if (known && contract.value.version > known.contract.version + 1) {
      return problem(409, 'version-gap', `the latest version is ${known.contract.version}`);
    }
    const stored = { contract: contract.value, envelope: envelope.value };
    if (dryRun) {
      const plan = planFor(stored.contract, stored.envelope.digest);
      return { status: 200, body: { contract: this.viewOf(stored), plan } };
    }
    return this.receive(stored);
  }

  private sign(
    { contract, envelope }: Stored,
    body: string,
    ifMatch: string | undefined,
  ): FakeAnswer {
    if (ifMatch !== etagOf({ contract, envelope }))
      return problem(412, 'precondition-failed', 'it changed');
    const signature = parseEnvelopeSignature(body, 'contract');
    if (!signature.ok) return problem(422, 'envelope-malformed', 'refused', signature.problems);
    const signed = withSignature(envelope, signature.value);
    if (!signed.ok) return problem(422, 'signature-duplicate', 'refused', signed.problems);
    return this.receive({ contract, envelope: signed.value });
  }

  private receive(stored: Stored): FakeAnswer {
    const { contractId, version } = stored.contract;
    this.stored.set(contractId, stored);
    if (missing(stored).length > 0) return { status: 202, body: this.viewOf(stored) };
    const operation = { id: `op-${contractId}-${version}`, contract: stored.contract, done: 0 };
    this.operations.set(operation.id, operation);
    this.site.record('contract.approved', contractId);
    return {
      status: 202,
      headers: { 'Operation-Location': `/api/v1/operations/${operation.id}` },
      body: { ...this.viewOf(stored), operation: this.operationView(operation) },
    };
  }

  private showOperation(id: string): FakeAnswer {
    if (id === '') {
      const items = [...this.operations.values()].map((entry) => this.operationView(entry));
      return { status: 200, body: { items } };
    }
    const operation = this.operations.get(id);
    if (operation === undefined)
      return problem(404, 'operation-unknown', `there is no operation '${id}'`);
    if (!this.stuck) operation.done += 1;
    return { status: 200, body: this.operationView(operation) };
  }

  private operationView({ id, contract, done }: FakeOperation): object {
    const nodes = contract.audience.nodes;
    const steps = nodes.map((node, index) => this.stepOf(node, index < done));
    const ended = done >= nodes.length;
    const failed = steps.some(({ state }) => state === 'failed');
    return {
      id,
      kind: 'rollout',
      contractId: contract.contractId,
      version: contract.version,
      state: ended ? (failed ? 'failed' : 'succeeded') : 'running',
      progress: { done: Math.min(done, nodes.length), total: nodes.length },
      steps,
    };
  }

  private stepOf(node: string, isDone: boolean): { node: string; state: string; message: string } {
    if (!isDone) return { node, state: 'running', message: 'applying' };
    return this.failingNodes.has(node)
      ? { node, state: 'failed', message: 'rolled back' }
      : { node, state: 'succeeded', message: 'applied' };
  }

  /** Pages of one, so that who lists has to turn them. */
  private list(query: URLSearchParams): FakeAnswer {
    const all = [...this.stored.values()];
    const at = Number(query.get('cursor') ?? 0);
    const items = all.slice(at, at + 1).map((stored) => this.viewOf(stored));
    return {
      status: 200,
      body: { items, ...(at + 1 < all.length && { nextCursor: String(at + 1) }) },
    };
  }

  private viewOf(stored: Stored): object {
    const { contractId, version, title, owner, audience } = stored.contract;
    const unsigned = missing(stored);
    return {
      ...{ contractId, version, title, owner, nodes: audience.nodes },
      digest: stored.envelope.digest,
      state: unsigned.length > 0 ? 'signing' : 'approved',
      signatures: stored.envelope.signatures.map(({ kid }, index) => ({
        kid,
        principal: stored.contract.governance.provision.requests[index]?.principal,
      })),
      missing: unsigned.map((principal) => ({ principal, weight: 1, required: true })),
    };
  }

  private statusOf({ contract }: Stored): object {
    const condition = { type: 'Ready', status: 'True', reason: 'Verified', message: 'as asked' };
    return {
      contractId: contract.contractId,
      version: contract.version,
      state: 'active',
      observedVersion: contract.version,
      conditions: [condition],
      hosts: contract.audience.nodes.map((node) => ({
        ...{ node, state: 'applied', version: contract.version, digest: null },
        conditions: [condition],
        workloads: contract.workloads.map(({ name }) => ({ name, conditions: [condition] })),
        reportedAt: new Date().toISOString(),
      })),
    };
  }

  private planOf(body: string): FakeAnswer {
    const contract = parseContract(Buffer.from(body));
    return contract.ok
      ? { status: 200, body: planFor(contract.value, null) }
      : problem(422, 'value-invalid', 'the contract is refused', contract.problems);
  }
}

/** Signers in the order in which they are asked; whoever is behind the last signature is missing. */
function missing({ contract, envelope }: Stored): readonly string[] {
  const { requests } = contract.governance.provision;
  return requests.slice(envelope.signatures.length).map(({ principal }) => principal);
}

function planFor(contract: Contract, digest: string | null): object {
  return {
    contractId: contract.contractId,
    version: contract.version,
    digest,
    hosts: contract.audience.nodes.map((node) => ({
      node,
      operations: contract.workloads.map(({ name, type }) => ({
        ...{ action: 'create', identity: `link ${type}-${name}`, fields: [], effect: 'none' },
        ...{ workload: name, before: null, after: {} },
      })),
      problems: [],
    })),
  };
}

function etagOf({ contract, envelope }: Stored): string {
  return `"${contract.contractId}.${envelope.signatures.length}"`;
}

const peerSheets = {
  sheets: ['host-a', 'host-b'].map((host) => ({
    host,
    reader: 'peer',
    settings: { name: 'wan' },
    markdown: `# wan to ${host}`,
    files: [
      { path: 'swanctl.conf', text: 'connections {\n}\n' },
      { path: 'pubkey/peer.pem', text: '-----BEGIN PUBLIC KEY-----\n' },
    ],
  })),
};
