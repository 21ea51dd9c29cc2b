import { AgentError } from './agent-error.js';
import type { ControllerPort } from './controller-port.js';
import type { TalkReason } from './controller-talk.js';
import { withJitter, type WakeUp } from './wake-up.js';

/** Milliseconds between two tries to listen; spread, so that a restarted controller is not overrun. */
const pause = 1000;

/** Rings the bell at every hint of the controller, until the signal. A hint that is missed only costs time. */
export async function listenForHints(
  link: ControllerPort,
  bell: WakeUp<TalkReason>,
  random: () => number,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await link.hints(() => {
        bell.ring('hint');
      }, signal);
    } catch (cause) {
      // A broken stream is the normal end of one: the loop beside this one reports an unreachable controller.
      if (!(cause instanceof AgentError || isStreamEnd(cause))) throw cause;
    }
    await pauseFor(withJitter(pause, random), signal);
  }
}

function isStreamEnd(cause: unknown): boolean {
  return cause instanceof TypeError || (cause instanceof Error && cause.name === 'AbortError');
}

function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
