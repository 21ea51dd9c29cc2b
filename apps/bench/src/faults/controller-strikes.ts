import { setTimeout as sleep } from 'node:timers/promises';

/** What a strike may do with the rollout of one version before it hits. */
export interface Rollout {
  readonly submit: () => Promise<void>;
  readonly confirm: () => Promise<void>;
  /** Settles when the first host has begun to change. */
  readonly begun: () => Promise<unknown>;
  /** Settles when every host has said that it waits for its confirmation. */
  readonly waiting: () => Promise<unknown>;
  /** Ends the controller's process without a word, and starts it again. */
  readonly kill: () => Promise<void>;
}

/** A moment of a rollout at which the controller's process is killed. */
export interface Strike {
  readonly when: string;
  readonly confirm: 'automatic' | 'manual';
  readonly hit: (rollout: Rollout) => Promise<void>;
}

/** Milliseconds into a stage. */
const moments = [0, 10, 40] as const;

export const strikes: readonly Strike[] = [
  ...moments.map((delay): Strike => ({
    when: `${delay} ms into the submission`,
    confirm: 'automatic',
    hit: async ({ submit, kill }) => {
      const answer = submit().catch(() => undefined);
      await sleep(delay);
      await kill();
      await answer;
    },
  })),
  ...[0, 20, 80].map((delay): Strike => ({
    when: `${delay} ms into the publication`,
    confirm: 'automatic',
    hit: async ({ submit, kill }) => {
      await submit();
      await sleep(delay);
      await kill();
    },
  })),
  ...[0, 30].map((delay): Strike => ({
    when: `${delay} ms into the reports`,
    confirm: 'automatic',
    hit: async ({ submit, begun, kill }) => {
      await submit();
      await begun();
      await sleep(delay);
      await kill();
    },
  })),
  ...moments.map((delay): Strike => ({
    when: `${delay} ms into the confirmation`,
    confirm: 'manual',
    hit: async ({ submit, waiting, confirm, kill }) => {
      await submit();
      await waiting();
      const answer = confirm().catch(() => undefined);
      await sleep(delay);
      await kill();
      await answer;
    },
  })),
];
