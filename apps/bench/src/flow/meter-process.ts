/*
 * The meter and the exporter as a process of their own, so that a scenario can end it as roughly as it likes.
 *
 *   node meter-process.js SETTINGS     SETTINGS: JSON of MeterSettings
 *
 * Writes a line of JSON for each reading. SIGUSR2 puts the programs on anew; SIGTERM has everything reported and ends.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  FlowExporter,
  FlowSpool,
  KernelMeter,
  type ExportTarget,
  type InterfaceFacts,
  type KernelMeterOptions,
} from '#flow';
import { ClsactHooks } from '#netlink';

export interface MeterSettings {
  readonly interfaces: readonly { readonly index: number; readonly facts: InterfaceFacts }[];
  readonly targets: readonly ExportTarget[];
  /** Of the bpf file system. */
  readonly root: string;
  readonly spool: string;
  /** Milliseconds between readings. */
  readonly interval: number;
  readonly mostFlows?: number;
}

/** What a reading tells. */
export interface MeterLine {
  readonly flows: number;
  /** Sums over both directions of all interfaces. */
  readonly packets: number;
  readonly octets: number;
  /** Packets on a wire. */
  readonly segments: number;
  readonly overflowPackets: number;
  readonly overflowOctets: number;
  readonly unaccounted: number;
  /** Not yet sent: flows of the table and messages. */
  readonly pending: number;
  readonly notSent: number;
}

class MeterRun {
  readonly #asked = { stop: false, replace: false };
  #meter: KernelMeter;

  static async open(settings: MeterSettings): Promise<MeterRun> {
    const hooks = await ClsactHooks.open();
    const { root, mostFlows } = settings;
    const limit = mostFlows === undefined ? {} : { mostFlows };
    const options = { hooks, name: 'scenario', root, ...limit };
    return new MeterRun(settings, hooks, options, await KernelMeter.open(options));
  }

  private constructor(
    private readonly settings: MeterSettings,
    private readonly hooks: ClsactHooks,
    private readonly options: KernelMeterOptions,
    meter: KernelMeter,
  ) {
    this.#meter = meter;
    process.on('SIGTERM', () => (this.#asked.stop = true));
    process.on('SIGUSR2', () => (this.#asked.replace = true));
  }

  async run(): Promise<void> {
    await this.#attach(this.#meter);
    const exporter = this.#exporter();
    process.stdout.write('ready\n');
    while (!this.#asked.stop) {
      if (this.#asked.replace) await this.#replace();
      await report(exporter);
      await sleep(this.settings.interval);
    }
    await report(exporter);
    await exporter.flush();
    await exporter.send();
    exporter.close();
    this.#meter.close();
    this.hooks.close();
  }

  #exporter(): FlowExporter {
    const exporter = new FlowExporter({
      meter: {
        totals: () => this.#meter.totals(),
        swap: () => this.#meter.swap(),
        standing: () => this.#meter.standing(),
        flows: (generation, clock) => this.#meter.flows(generation, clock),
        release: (generation) => {
          this.#meter.release(generation);
        },
      },
      spool: new FlowSpool(this.settings.spool),
      domain: 1,
      enterprise: 32_473,
      clock: Date.now,
    });
    const { interfaces, targets } = this.settings;
    exporter.configure(interfaces.map(({ facts }) => ({ facts, targets })));
    return exporter;
  }

  /** Programs that were loaded anew take the place of those that run. */
  async #replace(): Promise<void> {
    this.#asked.replace = false;
    const next = await KernelMeter.open(this.options);
    await this.#attach(next);
    this.#meter.close();
    this.#meter = next;
  }

  async #attach(meter: KernelMeter): Promise<void> {
    const wanted = this.settings.interfaces.map(
      ({ index, facts }) =>
        [index, { number: facts.number, header: 14, flows: true } as const] as const,
    );
    const failures = await meter.attach(new Map(wanted));
    if (failures.length > 0) throw new Error(JSON.stringify(failures));
  }
}

async function report(exporter: FlowExporter): Promise<void> {
  const { flows, totals, unaccounted } = await exporter.round();
  await exporter.send();
  const sum = (
    field: 'packets' | 'octets' | 'segments' | 'overflowPackets' | 'overflowOctets',
  ): number =>
    [...totals.values()].reduce(
      (all, { ingress, egress }) => all + Number(ingress[field] + egress[field]),
      0,
    );
  const streams = [...exporter.streams.values()];
  const line: MeterLine = {
    flows,
    packets: sum('packets'),
    octets: sum('octets'),
    segments: sum('segments'),
    overflowPackets: sum('overflowPackets'),
    overflowOctets: sum('overflowOctets'),
    unaccounted: unaccounted.length,
    pending: exporter.pending + streams.reduce((all, { waiting }) => all + waiting, 0),
    notSent: streams.reduce((all, { notSentFlows }) => all + notSentFlows, 0),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const run = await MeterRun.open(JSON.parse(process.argv[2] ?? '{}') as MeterSettings);
await run.run();
