import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FlowExporter } from './flow-exporter.js';
import { FlowSpool } from './flow-spool.js';
import type { FlowTransport } from './flow-transport.js';

const target = {
  collector: '198.51.100.9:4739',
  protocol: 'ipfix',
  templateRefresh: 60_000,
  active: 60_000,
  idle: 15_000,
} as const;

function metered(number: number, name: string): Parameters<FlowExporter['configure']>[0][number] {
  const facts = { number, name, description: 'lan', contract: '01JD0000000000000000000000' };
  return { facts, targets: [target] };
}

describe('the interfaces of an exporter', () => {
  const directory = mkdtempSync(join(tmpdir(), 'hercules-exporter-'));
  const told: string[] = [];
  const transport: FlowTransport = {
    isReliable: false,
    isRefused: false,
    connection: 1,
    ready: () => Promise.resolve(true),
    send: (messages) => {
      told.push(...messages.map((message) => message.toString('latin1')));
      return Promise.resolve(messages.length);
    },
    close: () => undefined,
  };
  const exporter = new FlowExporter({
    meter: {
      totals: () => Promise.resolve(new Map()),
      swap: () => Promise.resolve(),
      standing: () => [],
      flows: () => {
        throw new Error('there are none');
      },
      release: () => undefined,
    },
    spool: new FlowSpool(directory),
    domain: 1,
    clock: () => 1_700_000_000_000,
    transport: () => transport,
  });
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  async function toldWith(
    ...interfaces: Parameters<FlowExporter['configure']>[0]
  ): Promise<string> {
    told.length = 0;
    exporter.configure(interfaces);
    await exporter.send();
    return told.join('');
  }

  it('are told to collectors once, and at once where one is new or another than before', async () => {
    expect(await toldWith(metered(1, 'vx-one'))).toContain('vx-one');
    expect(await toldWith(metered(1, 'vx-one'))).toBe('');
    expect(await toldWith(metered(1, 'vx-one'), metered(2, 'vx-two'))).toContain('vx-two');
    expect(await toldWith(metered(1, 'vx-new'), metered(2, 'vx-two'))).toContain('vx-new');
  });
});
