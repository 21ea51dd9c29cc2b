import { resolve } from 'node:path';
import { openDemoSite as openBuiltSite, type DemoSite, type DemoSiteOptions } from '#apps/demo';

/** Tests run from source; what they test is the built programs. */
export function openDemoSite(
  changeCharter?: (charter: object) => object,
  environment: DemoSiteOptions['environment'] = {},
): Promise<DemoSite> {
  const insideLab = resolve('dist/apps/demo/src/inside-lab.js');
  return openBuiltSite({ insideLab, environment, ...(changeCharter && { changeCharter }) });
}

export type { DemoSite };
