import { ModelHost } from '#engine';
import { answerOf, bareHost, behaviours } from './support/host-behaviour.js';

describe('the model of a host', () => {
  it.each(behaviours.map((behaviour) => [behaviour.what, behaviour] as const))(
    '%s',
    async (_what, behaviour) => {
      expect(await answerOf(new ModelHost(bareHost), behaviour)).toBe(behaviour.errno);
    },
  );
});
