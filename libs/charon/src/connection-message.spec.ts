import { ipsecName, type IpsecResource } from '#drivers';
import { sectionIn, textIn } from '#vici';
import { connectionMessage } from './connection-message.js';
import { unknownConnection } from './unknown-connection.js';

const owner = { contract: '01J9Z3NDEKTSV4RRFFQ69G5FAV', workload: 'wan' };
const name = ipsecName(owner);

/** Seconds. */
function timesOf(parts: Partial<IpsecResource>): Readonly<Record<string, number>> {
  const message = connectionMessage({ ...unknownConnection(name, owner), ...parts }, '');
  const connection = sectionIn(message, name);
  const keys = ['rekey_time', 'reauth_time', 'rand_time', 'over_time'];
  return Object.fromEntries(
    keys.map((key) => [key, Number.parseInt(textIn(connection, key) ?? '', 10)]),
  );
}

describe('the times of a connection', () => {
  it.each([4, 60, 300, 1_440, 3_600, 86_400])(
    'leave room between two proofs of identity every %i s',
    (reauthenticate) => {
      for (const replayWindow of [32, 64, 128, 256, 512]) {
        const times = timesOf({ ikeRekey: 14_400, reauthenticate, replayWindow });
        const { rand_time: spread = 0, over_time: before = 0 } = times;
        expect(before).toBeLessThan(reauthenticate - spread);
      }
    },
  );

  it('are a tenth apart where nobody proves himself anew', () => {
    const times = timesOf({ ikeRekey: 14_400, reauthenticate: 0 });
    expect(times).toMatchObject({ rekey_time: 14_400, reauth_time: 0, rand_time: 1_440 });
    expect(times['over_time']).toBeGreaterThanOrEqual(1_440);
    expect(times['over_time']).toBeLessThanOrEqual(1_690);
  });
});
