import { foundByAsking, foundByTrying } from './probed.js';

describe('what a kernel can do', () => {
  it('is found out by asking as by trying, and asking changes nothing', async () => {
    const asked = await foundByAsking();

    expect(asked).toMatchObject({
      capabilities: await foundByTrying(),
      writes: 0,
      isUntouched: true,
    });
  });
});
