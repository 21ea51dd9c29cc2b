import { failedAnswer } from './failed-answer.js';

describe('failedAnswer', () => {
  it.each([
    [400, 'refused'],
    [401, 'unauthorised'],
    [403, 'unauthorised'],
    [404, 'not-found'],
    [409, 'conflict'],
    [410, 'not-found'],
    [412, 'conflict'],
    [413, 'refused'],
    [422, 'refused'],
    [429, 'failed'],
    [500, 'failed'],
    [503, 'failed'],
  ])('takes status %i for %s', (status, code) => {
    expect(failedAnswer(status, undefined, true).code).toBe(code);
  });

  it('says what the controller says, as a sentence of ours', () => {
    const body = { title: 'Conflict', detail: 'The latest version is 3.' };
    expect(failedAnswer(409, body, true).message).toBe(
      'the latest version is 3; fetch the newest version and try again',
    );
  });

  it('hands on every problem of a document', () => {
    const problem = { code: 'vni-out-of-range', path: '/workloads/0/data/vni', detail: 'is 0' };
    const error = failedAnswer(422, { detail: 'is 0', errors: [problem] }, true);
    expect(error.problems).toEqual([problem]);
    expect(error.message).toBe('the controller refused this: mend what is named');
  });

  it.each([
    [false, 'the controller answered with status 401; set HERCULES_TOKEN or give --token-file'],
    [
      true,
      'the controller answered with status 401; the token is wrong, expired or revoked: set HERCULES_TOKEN or give --token-file',
    ],
  ])('tells how to authorise (token given: %s)', (hasToken, message) => {
    expect(failedAnswer(401, 'not JSON', hasToken).message).toBe(message);
  });
});
