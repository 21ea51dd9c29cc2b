import { contractFields } from './contract-view.js';
import { plain } from './paint.js';

describe('contractFields', () => {
  it('shows who signed and who is missing', () => {
    const contract = {
      ...{ contractId: '01JD', version: 1, title: 'Office', state: 'signing', digest: 'sha256:00' },
      signatures: [{ kid: 'k1', principal: 'alice' }],
      missing: [
        { principal: 'bob', weight: 1, required: true },
        { principal: 'carol', weight: 2, required: false },
      ],
    };
    expect(contractFields(contract, plain)).toBe(
      [
        'contract:   01JD',
        'title:      Office',
        'state:      signing',
        'version:    1',
        'digest:     sha256:00',
        'signed by:  alice',
        'missing:    bob (required), carol (weight 2)',
        '',
      ].join('\n'),
    );
  });
});
