import { parseArgs } from 'node:util';
import { prepareHosts } from '../bench-host.js';
import { faultsOfController } from './controller-faults.js';
import { sum } from './fault-count.js';
import { faultsOnKernel } from './kernel-faults.js';
import { faultsOnModel } from './model-faults.js';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    pairs: { type: 'string', default: '8' },
    points: { type: 'string', default: '66' },
  },
});
const tell = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

const onModel = await faultsOnModel(Number(values.pairs));
tell(`model host: ${JSON.stringify(onModel)}`);
await prepareHosts();
const onKernel = await faultsOnKernel(Number(values.points), tell);
tell(`real kernel: ${JSON.stringify(onKernel)}`);

const ofController = await faultsOfController(tell);
tell(`controller killed: ${JSON.stringify(ofController)}`);

const total = sum(sum(onModel, onKernel), ofController);
if (values.json) process.stdout.write(`${JSON.stringify(total)}\n`);
else
  console.table({
    'model host': onModel,
    'real kernel': onKernel,
    controller: ofController,
    total,
  });
if (total.ended_between > 0) process.exitCode = 1;
