import { z } from 'zod';
import { listOf } from '../http/views.js';

export const driverView = z.object({ type: z.string(), title: z.string() }).meta({ id: 'Driver' });
export const driverList = z.object({ items: listOf(driverView) }).meta({ id: 'DriverList' });
export const jsonSchemaView = z
  .looseObject({})
  .meta({ id: 'JsonSchema', description: 'JSON Schema 2020-12' });
