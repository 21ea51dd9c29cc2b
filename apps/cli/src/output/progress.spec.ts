import { CapturedSink } from '../../test/captured-io.js';
import type { OperationStep } from '../api/contract-answers.js';
import { plain } from './paint.js';
import { progressOn } from './progress.js';

const step = (node: string, state: string): OperationStep => ({ node, state, message: '' });

describe('progressOn', () => {
  it('writes one line for each change where nobody watches', () => {
    const sink = new CapturedSink();
    const progress = progressOn(sink, plain);
    progress.update([step('host-a', 'running'), step('host-b', 'pending')]);
    progress.update([step('host-a', 'running'), step('host-b', 'pending')]);
    progress.update([step('host-a', 'succeeded'), step('host-b', 'pending')]);
    expect(sink.text).toBe('  host-a  running\n  host-b  pending\n  host-a  succeeded\n');
  });

  it('writes its lines again in place on a terminal', () => {
    const sink = new CapturedSink(true);
    const progress = progressOn(sink, plain);
    progress.update([step('host-a', 'running'), step('host-b', 'pending')]);
    progress.update([step('host-a', 'succeeded'), step('host-b', 'pending')]);
    expect(sink.text).toBe(
      '  host-a  running\n  host-b  pending\n\u001b[2F\u001b[J  host-a  succeeded\n  host-b  pending\n',
    );
  });

  it('writes nothing on a terminal while nothing changes', () => {
    const sink = new CapturedSink(true);
    const progress = progressOn(sink, plain);
    progress.update([step('host-a', 'running')]);
    progress.update([step('host-a', 'running')]);
    expect(sink.text).toBe('  host-a  running\n');
  });
});
