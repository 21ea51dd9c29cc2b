import { serializeEnvelope, parseCharter, parseContract, type Envelope } from '#contract';
import type { DesiredIndex, HostReport } from '#protocol';
import { AgentError } from '../src/agent-error.js';
import type { ControllerPort, DesiredAnswer } from '../src/controller-port.js';

/** A controller in memory: offers the documents that it was given, and can be made to lie or to go away. */
export class FakeController implements ControllerPort {
  readonly reports: HostReport[] = [];
  readonly fetched: string[] = [];
  readonly #documents = new Map<string, Uint8Array>();
  readonly #charters: { version: number; digest: string }[] = [];
  readonly #contracts = new Map<string, DesiredIndex['contracts'][number]>();
  #generation = 0;
  gone = false;
  confirmations: DesiredIndex['confirmations'] = [];
  retries: DesiredIndex['retries'] = [];
  /** What becomes of a document on its way. */
  falsify: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes;

  offer(...envelopes: readonly Envelope[]): this {
    for (const envelope of envelopes) {
      this.#generation += 1;
      this.#documents.set(envelope.digest, new TextEncoder().encode(serializeEnvelope(envelope)));
      this.#index(envelope);
    }
    return this;
  }

  /** Operators have said something. */
  changed(): void {
    this.#generation += 1;
  }

  desired(etag: string | undefined): Promise<DesiredAnswer | undefined> {
    if (this.gone) return this.#unreachable();
    if (etag === String(this.#generation)) return Promise.resolve(undefined);
    const index = {
      generation: this.#generation,
      charters: this.#charters,
      contracts: [...this.#contracts.values()],
      confirmations: this.confirmations,
      retries: this.retries,
    };
    return Promise.resolve({ etag: String(this.#generation), index });
  }

  document(digest: string): Promise<Uint8Array> {
    if (this.gone) return this.#unreachable();
    this.fetched.push(digest);
    const bytes = this.#documents.get(digest);
    if (bytes === undefined) throw new AgentError('controller-refused', `no document ${digest}`);
    return Promise.resolve(this.falsify(bytes));
  }

  report(report: HostReport): Promise<void> {
    if (this.gone) return this.#unreachable();
    this.reports.push(report);
    return Promise.resolve();
  }

  hints(): Promise<void> {
    return Promise.resolve();
  }

  #index({ kind, payload, digest }: Envelope): void {
    if (kind === 'charter') {
      const charter = parseCharter(payload);
      if (charter.ok) this.#charters.push({ version: charter.value.version, digest });
      return;
    }
    const contract = parseContract(payload);
    if (!contract.ok) return;
    const { contractId, version } = contract.value;
    this.#contracts.set(contractId, { contractId, version, digest });
  }

  #unreachable(): Promise<never> {
    return Promise.reject(new AgentError('controller-unreachable', 'the controller is gone'));
  }
}
