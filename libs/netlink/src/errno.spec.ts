import { errnoName, errnoText } from './errno.js';

describe('errno', () => {
  it.each([
    [17, 'EEXIST', 'file already exists'],
    [1, 'EPERM', 'operation not permitted'],
    [11, 'EAGAIN', 'resource temporarily unavailable'],
    [95, 'EOPNOTSUPP', 'operation not supported on socket'],
    [524, 'ENOTSUPP', ''],
    [999, 'ERRNO999', ''],
  ])('%i is %s', (errno, name, text) => {
    expect([errnoName(errno), errnoText(errno)]).toEqual([name, text]);
  });
});
