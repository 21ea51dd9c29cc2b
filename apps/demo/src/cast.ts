import type { Api } from './api.js';
import type { Lab } from './lab.js';
import type { Narrator } from './narrator.js';
import type { Operators } from './operators.js';

/** Who and what every chapter of the demo has to do with. */
export interface Cast {
  readonly lab: Lab;
  readonly api: Api;
  readonly site: Operators;
  readonly say: Narrator;
  /** Logs and state of everything that the demo starts. */
  readonly directory: string;
  /** Whose ESP the tunnels of the hosts have: a kernel may have none. */
  readonly esp: 'kernel' | 'userspace';
  /** Where Prometheus answers, as in `http://127.0.0.1:9090`. */
  readonly prometheus: string;
}
