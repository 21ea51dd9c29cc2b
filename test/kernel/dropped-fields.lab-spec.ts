import { droppedFields } from '../support/dropped-fields.js';
import { expectDropped } from './expect-dropped.js';

const here = droppedFields.filter(({ isForLab }) => isForLab === true);

describe('a field that is dropped from a contract', () => {
  it.each(here.map((dropped) => [dropped.type, dropped.field, dropped] as const))(
    "returns to its default in the lab's kernel: %s %s",
    (_type, _field, dropped) => expectDropped(dropped),
  );
});
