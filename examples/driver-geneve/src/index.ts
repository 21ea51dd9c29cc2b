import { closeDriver, driverPackage } from 'hercules-connect/driver-kit';
import { geneveDriver } from './geneve-driver.js';
import { geneveKind } from './geneve-kind.js';
import { geneveSamples } from './geneve-samples.js';

export default driverPackage([closeDriver(geneveDriver)], [geneveKind], [geneveSamples]);
