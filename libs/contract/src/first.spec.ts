import { sampleSite, sampleTime } from '../../../test/support/sample-site.js';
import {
  authoriseContract,
  charterJsonSchema,
  contractJsonSchema,
  isAtLeast,
  parseStrictJson,
  publicKeyProblems,
  generateSigningKey,
  publicKeyOf,
  reviewContract,
  serializeEnvelope,
  parseEnvelope,
} from './index.js';

it('thin path', async () => {
  const site = await sampleSite();
  const c = await site.sign(site.contract());
  console.log(serializeEnvelope(c));
  const again = parseEnvelope(serializeEnvelope(c), 'contract');
  if (!again.ok) throw new Error(JSON.stringify(again));
  console.log(
    await reviewContract(again.value, { charter: site.authorisedCharter, at: sampleTime }),
  );
  const a = await authoriseContract(again.value, {
    charter: site.authorisedCharter,
    at: sampleTime,
  });
  console.log(JSON.stringify(a).slice(0, 200));
  const b = await authoriseContract(await site.sign(site.contract(), [site.keys.alice]), {
    charter: site.authorisedCharter,
    at: sampleTime,
  });
  console.log(JSON.stringify(b));
  console.log(JSON.stringify(charterJsonSchema(), null, 1).slice(0, 3000));
  console.log(JSON.stringify(contractJsonSchema(), null, 1).slice(0, 3000));
  const big = new TextEncoder().encode(
    JSON.stringify(
      Array.from({ length: 12000 }, (_, i) => ({
        name: `w${i}`,
        n: i,
        t: [1.5, 'a"b', null],
        addr: '198.51.100.1/24',
        x: true,
      })),
    ),
  );
  for (let i = 0; i < 4; i++) {
    const t = performance.now();
    parseStrictJson(big);
    console.log(big.length, performance.now() - t);
  }
  const k = publicKeyOf(generateSigningKey());
  {
    const t = performance.now();
    for (let i = 0; i < 100; i++) publicKeyProblems(k, '');
    console.log('key ms', (performance.now() - t) / 100);
  }
  const req = (n: number) => ({
    requests: Array.from({ length: n }, (_, i) => ({
      principal: `p${i}` as never,
      role: `r${i % 7}`,
      required: false,
      weight: 1000 - i,
    })),
    weightRequired: n * 400,
    separationOfDuties: true,
  });
  {
    const t = performance.now();
    console.log(isAtLeast(req(100), req(100)));
    console.log('atleast ms', performance.now() - t);
  }
});
