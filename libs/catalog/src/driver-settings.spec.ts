import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { driverNames } from './driver-settings.js';

describe('which drivers a program loads', () => {
  let folder = '';
  const file = (content: string): string => {
    const path = join(folder, 'settings.yaml');
    writeFileSync(path, content);
    return path;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hercules-settings-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('stands in its settings, among what other programs read there', () => {
    const settings = file("listen: 127.0.0.1:1\ndrivers: ['@example/a', ./b]\n");
    expect(driverNames(settings, {})).toEqual(['@example/a', './b']);
    expect(driverNames(file('listen: 127.0.0.1:1'), {})).toEqual([]);
    expect(driverNames(file(''), {})).toEqual([]);
  });

  it('is said by the environment before the file', () => {
    const settings = file('drivers: [./b]');
    expect(driverNames(settings, { HERCULES_DRIVERS: './c, @example/d' })).toEqual([
      './c',
      '@example/d',
    ]);
    expect(driverNames(settings, { HERCULES_DRIVERS: '' })).toEqual(['./b']);
  });

  it.each(['drivers: ./b', 'drivers: [1]', '{'])('is no start where it reads %p', (content) => {
    expect(() => driverNames(file(content), {})).toThrow("could not read 'drivers' in '");
  });
});
