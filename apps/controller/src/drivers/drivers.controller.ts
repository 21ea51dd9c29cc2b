import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../openapi/endpoint.js';
import { DriverCatalogue } from './driver-catalogue.js';
import { driverList, jsonSchemaView } from './driver-view.js';

const read = { kind: 'scope', scope: 'read' } as const;

@ApiTags('drivers')
@Controller('drivers')
export class DriversController {
  constructor(private readonly catalogue: DriverCatalogue) {}

  @Get()
  @Endpoint({
    summary: 'List the types of workloads that a contract may ask for',
    access: read,
    answers: { 200: { description: 'the drivers', schema: driverList } },
  })
  list(): unknown {
    return this.catalogue.list();
  }

  @Get(':type/schema')
  @Endpoint({
    summary: 'Read the JSON Schema of the data of a workload',
    access: read,
    parameters: { type: 'type of the workload' },
    answers: {
      200: {
        description: 'JSON Schema 2020-12',
        schema: jsonSchemaView,
      },
    },
    problems: ['workload-type-unknown'],
  })
  schema(@Param('type') type: string): unknown {
    return this.catalogue.schema(type);
  }
}
