import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyId } from '#contract';
import { StateDir } from './state-dir.js';

describe('the memory of an agent', () => {
  let path: string;

  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'hercules-state-'));
  });
  afterEach(() => {
    rmSync(path, { recursive: true, force: true });
  });

  it('makes one identity and keeps it, readable by its owner only', () => {
    const first = new StateDir(path).identity();

    expect(new StateDir(path).identity()).toEqual(first);
    expect(statSync(join(path, 'identity.json')).mode & 0o777).toBe(0o600);
  });

  it('never swaps a trust anchor', () => {
    const state = new StateDir(path);
    state.saveTrustAnchor({ keyId: 'a'.repeat(43) as KeyId });

    expect(() => {
      state.saveTrustAnchor({ keyId: 'b'.repeat(43) as KeyId });
    }).toThrow(/already trusts .* empty the directory and join again/);
  });

  it.each([
    ['identity.json', (state: StateDir) => state.identity()],
    ['ledger.json', (state: StateDir) => state.ledger()],
  ])('refuses to guess what a damaged %s once said', (file, read) => {
    writeFileSync(join(path, file), '{"format":');

    expect(() => read(new StateDir(path))).toThrow(
      expect.objectContaining({ code: 'state-damaged' }),
    );
  });

  it('refuses a ledger of another version', () => {
    writeFileSync(join(path, 'ledger.json'), '{"format":2}');

    expect(() => new StateDir(path).ledger()).toThrow(/written by another version/);
  });

  it('gives documents back byte for byte', () => {
    const bytes = new Uint8Array([0, 255, 10, 13]);
    const state = new StateDir(path);
    state.saveDocument('sha256:00', bytes);

    expect(Buffer.from(state.document('sha256:00') ?? [])).toEqual(Buffer.from(bytes));
    expect(state.document('sha256:01')).toBeUndefined();
    expect(readFileSync(join(path, 'documents', 'sha256-00.json'))).toHaveLength(4);
  });
});
