import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { Clock } from '#engine';
import { SyslogSink, WebhookSink, type EventSink } from '#siem';
import { ControllerError } from '../controller-error.js';
import { controllerVersion } from '../controller-version.js';
import type { ReceiverSettings } from './receiver-settings.js';

/** The receiver as it can be told things. Throws ControllerError where a file of its settings can't be read. */
export async function openSink(settings: ReceiverSettings, clock: Clock): Promise<EventSink> {
  const speaker = { host: hostname(), version: controllerVersion };
  switch (settings.kind) {
    case 'syslog': {
      const { host, port, format } = settings;
      const [ca, cert, key] = await Promise.all([
        contentOf(settings, 'ca'),
        contentOf(settings, 'cert'),
        contentOf(settings, 'key'),
      ]);
      return new SyslogSink({
        host,
        port,
        format,
        speaker,
        ...(ca !== undefined && { ca }),
        ...(cert !== undefined && { cert }),
        ...(key !== undefined && { key }),
      });
    }
    case 'webhook': {
      const secret = (await contentOf(settings, 'secretFile'))?.trimEnd() ?? '';
      if (secret === '') throw unusable(settings, 'secretFile', 'is empty');
      const now = (): Date => clock.now();
      return new WebhookSink({ url: settings.url, secret: Buffer.from(secret), speaker, now });
    }
  }
}

async function contentOf(settings: ReceiverSettings, field: string): Promise<string | undefined> {
  const path = (settings as Readonly<Record<string, unknown>>)[field];
  if (typeof path !== 'string') return undefined;
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw unusable(settings, field, 'can not be read', cause);
  }
}

function unusable(
  { name }: ReceiverSettings,
  field: string,
  why: string,
  cause?: unknown,
): ControllerError {
  return new ControllerError(
    'config-invalid',
    `the file that '${field}' of the event receiver '${name}' names ${why}`,
    { cause },
  );
}
