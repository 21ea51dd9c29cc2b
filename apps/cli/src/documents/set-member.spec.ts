import { setMember } from './set-member.js';

const draft = {
  version: 3,
  title: 'Office',
  workloads: [
    { name: 'lan', version: 1, data: { members: [{ node: 'host-a' }] } },
    { name: 'segment', version: 2, data: { vni: 100 } },
  ],
};

describe('setMember', () => {
  it('replaces a value and marks the workload with the version of the contract', () => {
    expect(setMember(draft, '/workloads/1/data/vni', '200')).toEqual({
      ...draft,
      workloads: [draft.workloads[0], { name: 'segment', version: 3, data: { vni: 200 } }],
    });
  });

  it.each([
    ['a word', '/title', 'Branch', { title: 'Branch' }],
    ['JSON', '/labels', '{"a":"b"}', { labels: { a: 'b' } }],
    ['a member with a slash in its name', '/a~1b', '1', { 'a/b': 1 }],
  ])('takes %s', (_title, path, text, change) => {
    expect(setMember(draft, path, text)).toEqual({ ...draft, ...change });
  });

  it('adds behind the end of a list', () => {
    const changed = setMember(draft, '/workloads/0/data/members/-', '{"node":"host-b"}');
    expect(changed).toMatchObject({
      workloads: [{ data: { members: [{ node: 'host-a' }, { node: 'host-b' }] } }, {}],
    });
  });

  it('leaves the draft that it was given as it was', () => {
    const before = structuredClone(draft);
    setMember(draft, '/workloads/1/data/vni', '200');
    expect(draft).toEqual(before);
  });

  it.each(['', 'title', '/nowhere/title', '/workloads/9/data/vni', '/workloads/7', '/title/x'])(
    'refuses %p, which leads nowhere',
    (path) => {
      expect(() => setMember(draft, path, '1')).toThrow('leads nowhere');
    },
  );
});
