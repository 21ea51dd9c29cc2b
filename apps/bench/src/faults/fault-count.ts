/** How injected faults ended. */
export interface FaultCount {
  readonly injected: number;
  readonly ended_old: number;
  readonly ended_new: number;
  readonly ended_between: number;
}

export const noFaults: FaultCount = { injected: 0, ended_old: 0, ended_new: 0, ended_between: 0 };

export type Ending = 'old' | 'new' | 'between';

export function counted(count: FaultCount, ending: Ending): FaultCount {
  return {
    injected: count.injected + 1,
    ended_old: count.ended_old + (ending === 'old' ? 1 : 0),
    ended_new: count.ended_new + (ending === 'new' ? 1 : 0),
    ended_between: count.ended_between + (ending === 'between' ? 1 : 0),
  };
}

export function sum(left: FaultCount, right: FaultCount): FaultCount {
  return {
    injected: left.injected + right.injected,
    ended_old: left.ended_old + right.ended_old,
    ended_new: left.ended_new + right.ended_new,
    ended_between: left.ended_between + right.ended_between,
  };
}
