import { CliError } from '../cli-error.js';
import { errorText } from './error-text.js';

const problem = {
  code: 'vni-out-of-range',
  path: '/workloads/1/data/vni',
  detail: 'a VNI is 1 to 16777215',
};

describe('errorText', () => {
  it('is one sentence', () => {
    expect(errorText('table', new CliError('usage', 'give --vni'))).toBe('hercules: give --vni\n');
  });

  it('lists each problem with its code and place', () => {
    const problems = [problem, { code: 'value-invalid', path: '', detail: 'is too long' }];
    expect(errorText('table', new CliError('refused', 'mend what is named', { problems }))).toBe(
      [
        'hercules: mend what is named',
        '  vni-out-of-range  /workloads/1/data/vni  a VNI is 1 to 16777215',
        '  value-invalid     /                      is too long',
        '',
      ].join('\n'),
    );
  });

  it('adds only the code of a problem that says the same again', () => {
    const problems = [{ code: 'charter-missing', path: '', detail: 'there is no charter yet' }];
    const error = new CliError('not-found', 'there is no charter yet; submit one', { problems });
    expect(errorText('table', error)).toBe(
      'hercules: there is no charter yet; submit one [charter-missing]\n',
    );
  });

  it('tells all to a program', () => {
    const error = new CliError('refused', 'mend what is named', { problems: [problem] });
    expect(JSON.parse(errorText('json', error))).toEqual({
      error: { code: 'refused', message: 'mend what is named', problems: [problem] },
    });
  });

  it('lets no control character reach the terminal', () => {
    const error = new CliError('failed', 'title\u001b]0;x\u0007');
    expect(errorText('table', error)).toBe('hercules: title\u{fffd}]0;x\u{fffd}\n');
  });
});
