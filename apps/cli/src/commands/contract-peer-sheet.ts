import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { readAs } from '../api/api-client.js';
import { CliError } from '../cli-error.js';
import { writeOutput } from '../files.js';
import { plainText } from '../output/plain-text.js';
import type { Session } from '../session.js';
import { checkedId } from './contract-id.js';

/** In one folder or none: what a controller names is never written elsewhere. */
const filePath = z.string().regex(/^([a-z0-9]+\/)?[a-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*$/);

const sheets = z.object({
  sheets: z.array(
    z.object({
      host: z.string(),
      reader: z.string(),
      settings: z.looseObject({}),
      markdown: z.string(),
      files: z.array(z.object({ path: filePath, text: z.string() })),
    }),
  ),
});
type Sheet = z.infer<typeof sheets>['sheets'][number];

export const peerSheetFormats = ['md', 'json', 'swanctl'] as const;
type Format = (typeof peerSheetFormats)[number];

interface PeerSheetOptions {
  readonly format: Format;
  /** Absent: the tunnel has one end of ours. */
  readonly end?: string;
  /** Absent: everything goes to standard output. */
  readonly out?: string;
}

/** For the administrator of the other end of a tunnel. */
export async function showPeerSheet(
  session: Session,
  id: string,
  workload: string,
  { format, end, out }: PeerSheetOptions,
): Promise<void> {
  const path = `/contracts/${checkedId(id)}/workloads/${encodeURIComponent(workload)}/peer-sheet`;
  const { body } = await session.api.get(path);
  const sheet = chosen(readAs(sheets, body, 'peer sheet').sheets, end);
  if (out !== undefined) return writeFiles(session, sheet, out);
  session.print(sheet, () => textOf(sheet, format));
}

function chosen(all: readonly Sheet[], end: string | undefined): Sheet {
  const [first, ...others] = all;
  const wanted = end === undefined && others.length === 0 ? first : all.find(isOf(end));
  if (wanted !== undefined) return wanted;
  const hosts = all.map(({ host }) => host).join(', ');
  throw new CliError(
    'failed',
    `say which end of ours the sheet mirrors: --end with one of ${hosts}`,
  );
}

function isOf(end: string | undefined): (sheet: Sheet) => boolean {
  return ({ host }) => host === end;
}

function textOf(sheet: Sheet, format: Format): string {
  switch (format) {
    case 'md':
      return sheet.markdown.split('\n').map(plainText).join('\n');
    case 'json':
      return `${JSON.stringify(sheet.settings, null, 2)}\n`;
    case 'swanctl':
      return swanctlText(sheet);
  }
}

/** The first file as it is; the others beside it, as comments. */
function swanctlText({ files: [main, ...others] }: Sheet): string {
  const rest = others.map(
    ({ path, text }) => `\n# ${path}:\n${text.trimEnd().replaceAll(/^/gm, '# ')}\n`,
  );
  return `${main?.text ?? ''}${rest.join('')}`;
}

async function writeFiles(session: Session, { files }: Sheet, out: string): Promise<void> {
  for (const { path, text } of files) {
    const file = join(out, path);
    await mkdir(dirname(file), { recursive: true });
    await writeOutput(file, text, session.io);
    session.note(`wrote ${file}`);
  }
}
