import { marksGroups } from './marks-groups.js';

it.each([
  ['6.18.44', true],
  ['7.0.0', true],
  ['6.3.0-1-amd64', true],
  ['6.2.16', false],
  ['5.15.0-91-generic', false],
  ['5.14.0-427.el9.x86_64', undefined],
  ['of my own', undefined],
])('Linux %s keeps the mark of a group: %s', (release, isSo) => {
  expect(marksGroups(release)).toBe(isSo);
});
