import { BeginGate } from './begin-gate.js';

describe('a gate through which tunnels begin', () => {
  function crowd(gate: BeginGate, count: number): readonly string[] {
    const begun: string[] = [];
    for (let place = 0; place < count; place += 1) {
      const name = `t${place}`;
      gate.enter(name, () => begun.push(name));
    }
    return begun;
  }

  it('lets so many in at once, and the next one for each that leaves', () => {
    const gate = new BeginGate(2);
    const begun = crowd(gate, 4);
    expect(begun).toEqual(['t0', 't1']);
    gate.leave('t0');
    expect(begun).toEqual(['t0', 't1', 't2']);
    gate.leave('t1');
    gate.leave('t2');
    expect(begun).toEqual(['t0', 't1', 't2', 't3']);
  });

  it('gives the room of one that is asked for again to nobody else', () => {
    const gate = new BeginGate(2);
    const begun = crowd(gate, 4);
    crowd(gate, 4);
    expect(begun).toEqual(['t0', 't1']);
  });

  it('lets one that has left begin again', () => {
    const gate = new BeginGate(1);
    const begun = crowd(gate, 1);
    gate.leave('t0');
    expect([...begun, ...crowd(gate, 1)]).toEqual(['t0', 't0']);
  });

  it('lets nobody wait twice', () => {
    const gate = new BeginGate(1);
    const begun = crowd(gate, 2);
    crowd(gate, 2);
    gate.leave('t0');
    gate.leave('t1');
    gate.leave('t0');
    expect(begun).toEqual(['t0', 't1']);
  });

  it('forgets one that waits and is not wanted any more', () => {
    const gate = new BeginGate(1);
    const begun = crowd(gate, 3);
    gate.leave('t1');
    gate.leave('t0');
    expect(begun).toEqual(['t0', 't2']);
  });

  it('does not wait for ever for those that do not come up', async () => {
    const gate = new BeginGate(1, 1);
    await new Promise<void>((resolve) => {
      gate.enter('silent', () => undefined);
      gate.enter('next', resolve);
      // The gate's own timer keeps no process alive.
      setTimeout(() => undefined, 1_000).unref();
    });
    expect(crowd(new BeginGate(1), 1)).toEqual(['t0']);
  });
});
