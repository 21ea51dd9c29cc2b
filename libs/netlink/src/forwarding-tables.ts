import type { ForwardingTables, Station } from '#engine';
import { Conversation } from './conversation.js';
import { Dumper } from './dump.js';
import { dumpFdbOf } from './fdb-message.js';
import { loadTuner } from './socket-options.js';
import { openSocket } from './socket.js';
import { decodeStation } from './station-message.js';

/** The kernel makes the parts of a dump as large as the buffer that waits for them, up to this. */
const dumpPartSize = 32 * 1024;

/** The forwarding tables of this network namespace. Nothing is kept open: they are asked for now and then. */
export const kernelForwarding: ForwardingTables = {
  stationsOn: async (links) => {
    const tuner = await loadTuner();
    const conversation = new Conversation(openSocket({ datagramSize: dumpPartSize }, tuner));
    try {
      const dumper = new Dumper(conversation);
      const found: Station[] = [];
      for (const link of links) found.push(...(await dumper.dump(dumpFdbOf(link), decodeStation)));
      return found;
    } finally {
      conversation.close();
    }
  },
};
