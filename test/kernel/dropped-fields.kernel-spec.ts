import { droppedFields } from '../support/dropped-fields.js';
import { expectDropped } from './expect-dropped.js';

const anywhere = droppedFields.filter(({ isForLab }) => isForLab === undefined);

describe('a field that is dropped from a contract', () => {
  it.each(anywhere.map((dropped) => [dropped.type, dropped.field, dropped] as const))(
    'returns to its default in the kernel: %s %s',
    (_type, _field, dropped) => expectDropped(dropped),
  );
});
