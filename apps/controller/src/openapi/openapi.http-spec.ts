import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestController } from '../../test/test-controller.js';

const committed = join(import.meta.dirname, '../../../../docs/openapi.json');

describe('API document', () => {
  let controller: TestController;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the document is looked into, not typed
  let document: any;

  beforeAll(async () => {
    controller = await TestController.start();
    document = (await controller.send({ method: 'GET', url: '/api/v1/openapi.json' })).body;
    if (process.env['UPDATE_DOCS'] === '1') {
      writeFileSync(committed, `${JSON.stringify(document, null, 2)}\n`);
    }
  });

  afterAll(async () => {
    await controller.close();
  });

  it('is the one that is committed; UPDATE_DOCS=1 writes it anew', () => {
    expect(JSON.parse(readFileSync(committed, 'utf8'))).toEqual(document);
  });

  it('is OpenAPI 3.1', () => {
    expect(document.openapi).toBe('3.1.0');
  });

  it('says of every operation what it does, who may call it and what it answers', () => {
    for (const [path, item] of Object.entries<object>(document.paths)) {
      for (const [method, operation] of Object.entries(item)) {
        const at = `${method} ${path}`;
        expect([at, operation.summary]).toEqual([at, expect.stringMatching(/\w{3}/)]);
        expect([at, Object.keys(operation.responses)]).toEqual([
          at,
          expect.arrayContaining([expect.stringMatching(/^2\d\d$/), '500']),
        ]);
      }
    }
  });

  it('has every schema that it refers to', () => {
    const references = JSON.stringify(document).matchAll(
      /"\$ref":"#\/components\/schemas\/([^"]+)"/g,
    );
    const wanted = new Set(Array.from(references, ([, name]) => name));
    expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining([...wanted]));
  });

  it('serves a page for people from files of its own', async () => {
    const page = await controller.send({ method: 'GET', url: '/api/docs' });
    const script = await controller.send({ method: 'GET', url: '/api/docs/swagger-ui-bundle.js' });

    expect(page).toMatchObject({
      status: 200,
      text: expect.not.stringMatching(/(?:src|href)="https?:/),
    });
    expect(script.status).toBe(200);
  });
});
