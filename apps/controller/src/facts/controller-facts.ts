import { z } from 'zod';
import type { Clock } from '#engine';
import { controllerVersion } from '../controller-version.js';
import { counter, time } from '../http/views.js';

export const controllerFactsView = z
  .object({
    version: z.string(),
    nodeVersion: z.string(),
    startedAt: time,
    uptimeSeconds: z.number(),
    memory: z.object({
      residentBytes: counter.describe('of this process'),
      totalBytes: counter.describe('of the machine'),
      availableBytes: counter.describe('of the machine'),
    }),
  })
  .meta({ id: 'ControllerFacts' });
export type ControllerFacts = z.infer<typeof controllerFactsView>;

/** The program and its own machine; never a host of the site. */
export class ControllerFactsReader {
  private readonly startedAt: Date;

  constructor(private readonly clock: Clock) {
    this.startedAt = clock.now();
  }

  async read(): Promise<ControllerFacts> {
    // Loaded when asked for: it is large, and only this page needs it.
    const { mem } = await import('systeminformation');
    const { total, available } = await mem();
    return {
      version: controllerVersion,
      nodeVersion: process.versions.node,
      startedAt: this.startedAt.toISOString(),
      uptimeSeconds: (this.clock.now().getTime() - this.startedAt.getTime()) / 1000,
      memory: {
        residentBytes: process.memoryUsage.rss(),
        totalBytes: total,
        availableBytes: available,
      },
    };
  }
}
