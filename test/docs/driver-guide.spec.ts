import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { driverNames } from '#catalog';
import geneve from '../../examples/driver-geneve/src/index.js';

const guide = readFileSync('docs/driver-guide.md', 'utf8');

/** The fenced blocks: '```ts examples/…/geneve-kind.ts' has the language ts and that title. */
const blocks = [...guide.matchAll(/^```(\w+) ?(.*)\n([^]*?)^```$/gm)].map(
  ([, language = '', title = '', content = '']) => ({ language, title, content }),
);
const files = blocks.filter(({ title }) => title.startsWith('examples/'));
const others = blocks.filter(({ title }) => !title.startsWith('examples/'));

function reprinted(json: string): string {
  return JSON.stringify(JSON.parse(json));
}

function contentOf(language: string, begins = ''): string {
  const [block, ...more] = others.filter(
    (entry) => entry.language === language && entry.content.startsWith(begins),
  );
  if (block === undefined || more.length > 0) throw new Error(`not one block of ${language}`);
  return block.content;
}

describe('the guide for drivers', () => {
  it.each(files.map(({ title, content }) => [title, content] as const))(
    'shows %s as it is',
    (title, content) => {
      const file = readFileSync(title, 'utf8');
      // Prettier breaks the lines of JSON in another way here than there.
      const shown = title.endsWith('.json') ? [content, file].map(reprinted) : [content, file];
      expect(shown[0]).toBe(shown[1]);
    },
  );

  it('has no block that nothing looks at', () => {
    expect(files).toHaveLength(8);
    expect(others.map(({ language }) => language)).toEqual(['sh', 'sh', 'yaml', 'json']);
  });

  it('builds with a command that is there', () => {
    const [, script = '', folder = ''] =
      /^npm run (\w+) --prefix (\S+)\n$/.exec(contentOf('sh', 'npm')) ?? [];
    const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(scripts).toHaveProperty(script);
  });

  it('checks what it has built', () => {
    const [, folder = ''] =
      /^hercules driver check (\S+)\n$/.exec(contentOf('sh', 'hercules')) ?? [];
    const { main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      main: string;
    };
    expect(main).toBe('./dist/index.js');
    expect(geneve.samples.map(({ type }) => type)).toEqual(geneve.drivers.map(({ type }) => type));
  });

  it('names the package in settings that programs read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hercules-guide-'));
    writeFileSync(join(folder, 'settings.yaml'), contentOf('yaml'));
    expect(driverNames(join(folder, 'settings.yaml'), {})).toEqual(['@example/driver-geneve']);
    rmSync(folder, { recursive: true });
  });

  it('ends with a workload that the driver reads', () => {
    const { type, data } = JSON.parse(contentOf('json')) as { type: string; data: unknown };
    const driver = geneve.drivers.find((entry) => entry.type === type);
    expect(driver?.read(data)).toMatchObject({ ok: true });
  });

  it('has an example of at most 160 lines, which imports the kit alone', () => {
    const sources = ['spec', 'kind', 'resources', 'driver']
      .map((part) => `geneve-${part}.ts`)
      .concat('index.ts')
      .map((file) => readFileSync(`examples/driver-geneve/src/${file}`, 'utf8'));
    const lines = sources.flatMap((source) => source.trimEnd().split('\n'));
    expect(lines.length).toBeLessThanOrEqual(160);
    const imports = [...sources.join('').matchAll(/from '([^.'][^']*)'/g)].map(([, name]) => name);
    expect(new Set(imports)).toEqual(new Set(['hercules-connect/driver-kit']));
  });
});
