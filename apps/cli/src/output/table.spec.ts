import { coloured } from './paint.js';
import { fieldList, table } from './table.js';

interface Row {
  readonly name: string;
  readonly state: string;
}

const columns = [
  { title: 'name', cell: ({ name }: Row) => name },
  { title: 'state', cell: ({ state }: Row) => state },
];

describe('table', () => {
  it('aligns columns and leaves no space at the end of a line', () => {
    const rows = [
      { name: 'a', state: 'running' },
      { name: 'longer', state: 'x' },
    ];
    expect(table(columns, rows)).toBe('NAME    STATE\na       running\nlonger  x\n');
  });

  it('shows only titles without rows', () => {
    expect(table(columns, [])).toBe('NAME  STATE\n');
  });

  it('does not count colours as width', () => {
    const rows = [
      { name: coloured('good', 'a'), state: 'x' },
      { name: 'bb', state: 'y' },
    ];
    expect(table(columns, rows)).toBe('NAME  STATE\n\u001b[32ma\u001b[39m     x\nbb    y\n');
  });
});

describe('fieldList', () => {
  it('aligns values and leaves out what is not there', () => {
    expect(fieldList({ id: '1', 'key id': 'k', none: undefined })).toBe('id:      1\nkey id:  k\n');
  });
});
