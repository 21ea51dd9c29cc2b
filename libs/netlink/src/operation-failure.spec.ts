import { create } from '../test/operations.js';
import { bridgeLink, name } from '../test/sample-resources.js';
import { NetlinkError, type NetlinkErrorCode } from './netlink-error.js';
import { failureOf, missingLink } from './operation-failure.js';

const operation = create(bridgeLink('br-lan'));

describe('what became of an operation', () => {
  it.each([
    ['done', { errno: 0 }, undefined],
    ['done with a warning', { errno: 0, text: 'mind the gap' }, undefined],
    ['as good as done', { errno: 19 }, undefined],
    [
      'refused',
      { errno: 17 },
      { errno: 'EEXIST', detail: 'create link br-lan: EEXIST (file already exists)' },
    ],
    [
      'refused in words',
      { errno: 22, text: 'Unknown device' },
      { errno: 'EINVAL', detail: 'create link br-lan: EINVAL (invalid argument: Unknown device)' },
    ],
    [
      'refused with a number that nobody knows',
      { errno: 999 },
      { errno: 'ERRNO999', detail: 'create link br-lan: ERRNO999' },
    ],
  ])('is: %s', (_what, answer, failure) => {
    expect(failureOf(operation, answer, ['ENODEV'])).toEqual(failure);
  });

  it.each([
    ['overrun', 'ENOBUFS'],
    ['timeout', 'ETIMEDOUT'],
    ['closed', 'EBADF'],
    ['malformed', 'EBADMSG'],
  ] satisfies [NetlinkErrorCode, string][])('is unknown after %s: %s', (code, errno) => {
    expect(failureOf(operation, { lost: new NetlinkError(code, 'no answer') })).toEqual({
      errno,
      detail: `create link br-lan: ${errno} (no answer)`,
    });
  });

  it('is the errno of a send that failed', () => {
    const lost = new NetlinkError('refused', 'sending failed', { errno: 'EMSGSIZE' });

    expect(failureOf(operation, { lost })?.errno).toBe('EMSGSIZE');
  });

  it('is ENODEV where a link is missing', () => {
    expect(missingLink(operation, name('up0'))).toEqual({
      errno: 'ENODEV',
      detail: 'create link br-lan: ENODEV (link up0, which it needs, is not there)',
    });
  });
});
