import type { OperationStep } from '../api/contract-answers.js';
import type { TextSink } from '../cli-io.js';
import { stepLine, stepLines } from './operation-view.js';
import type { Paint } from './paint.js';

/** Shows the hosts' steps while a roll-out goes on. */
export interface Progress {
  update(steps: readonly OperationStep[]): void;
}

/** On a terminal the lines are written again in place; elsewhere each change is a line of its own. */
export function progressOn(sink: TextSink, paint: Paint): Progress {
  return sink.isTerminal ? new LinesInPlace(sink, paint) : new LinePerChange(sink, paint);
}

class LinesInPlace implements Progress {
  private shown = '';

  constructor(
    private readonly sink: TextSink,
    private readonly paint: Paint,
  ) {}

  update(steps: readonly OperationStep[]): void {
    const text = stepLines(steps, this.paint);
    if (text === this.shown) return;
    const height = this.shown.split('\n').length - 1;
    // ECMA-48: cursor to the line that the last text began on, erase from there to the end of the screen.
    this.sink.write((height === 0 ? '' : `\u001b[${height}F\u001b[J`) + text);
    this.shown = text;
  }
}

class LinePerChange implements Progress {
  private readonly shown = new Map<string, string>();

  constructor(
    private readonly sink: TextSink,
    private readonly paint: Paint,
  ) {}

  update(steps: readonly OperationStep[]): void {
    for (const step of steps) {
      const line = stepLine(step, this.paint);
      if (this.shown.get(step.node) === line) continue;
      this.shown.set(step.node, line);
      this.sink.write(line);
    }
  }
}
