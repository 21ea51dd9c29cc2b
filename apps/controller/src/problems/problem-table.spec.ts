import { contractProblemCodes } from '#contract';
import { driverProblemCodes } from '#drivers';
import { factsOf, isProblemCode, problemTable } from './problem-table.js';

const entries = Object.entries(problemTable);

describe('problem table', () => {
  it('has every code of the libraries', () => {
    const codes = [...contractProblemCodes, ...driverProblemCodes];

    expect(codes.filter((code) => !isProblemCode(code))).toEqual([]);
  });

  it.each(entries)('explains %s: what it is and what to do', (_, { title, remedy }) => {
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(remedy).toMatch(/^([A-Z]|`).*\.$/);
  });

  it('has a title of its own for every code', () => {
    const titles = entries.map(([, { title }]) => title);

    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });

  it('takes a code that nobody has put in for a failure of ours', () => {
    expect(factsOf('made-up').status).toBe(500);
    expect(factsOf('toString').status).toBe(500);
  });
});
