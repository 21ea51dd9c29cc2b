import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CallingNode } from '../http/caller.js';
import { Endpoint } from '../openapi/endpoint.js';
import { UsageDesk } from './usage-desk.js';
import { UsageReader, type UsagePeriod } from './usage-reader.js';
import { BillDto, UsageQuery, UsageWindowsDto } from './usage-requests.js';
import { billView, evidenceView, nextWindowView, pricePlansView, usageView } from './usage-view.js';

const read = { kind: 'scope', scope: 'read' } as const;

@ApiTags('usage')
@Controller()
export class UsageController {
  constructor(
    private readonly desk: UsageDesk,
    private readonly reader: UsageReader,
  ) {}

  @Post('agent/usage')
  @HttpCode(200)
  @Endpoint({
    summary: 'Hand over signed windows of usage; those that are known already do no harm',
    access: { kind: 'host' },
    answers: { 200: { description: 'the number that is wanted next', schema: nextWindowView } },
    problems: ['usage-invalid', 'value-invalid', 'member-missing', 'member-unknown'],
  })
  take(@CallingNode() node: string, @Body() { windows }: UsageWindowsDto): unknown {
    return this.desk.take(node, windows);
  }

  @Get('usage')
  @Endpoint({
    summary: 'Read what a contract has carried, by interface',
    access: read,
    answers: { 200: { description: 'sums', schema: usageView } },
    problems: ['query-invalid', 'usage-deleted'],
  })
  usage(@Query() query: UsageQuery): unknown {
    return this.reader.usage(periodOf(query));
  }

  @Get('usage/evidence')
  @Endpoint({
    summary: 'Read the signed windows from which usage is summed and billed',
    access: read,
    answers: { 200: { description: 'the windows', schema: evidenceView } },
    problems: ['query-invalid', 'usage-deleted'],
  })
  evidence(@Query() query: UsageQuery): unknown {
    return this.reader.evidence(periodOf(query));
  }

  @Get('price-plans')
  @Endpoint({
    summary: 'List the price plans that contracts can name',
    access: read,
    answers: { 200: { description: 'the plans', schema: pricePlansView } },
  })
  plans(): unknown {
    return this.reader.plans();
  }

  @Post('bills')
  @HttpCode(200)
  @Endpoint({
    summary: 'Compute what a contract owes for a period by a price plan',
    description:
      'By the plan that the contract names, or by one that comes along. The same windows and the same plan give the same bill. Nothing is stored.',
    access: read,
    answers: { 200: { description: 'the bill, or FOCUS as CSV or Parquet', schema: billView } },
    problems: [
      'contract-unknown',
      'price-plan-invalid',
      'price-plan-unknown',
      'usage-deleted',
      'value-invalid',
      'member-missing',
    ],
  })
  bill(@Body() request: BillDto): unknown {
    return this.reader.bill(periodOf(request), request.plan, request.format);
  }
}

function periodOf({ contract, from, to }: UsageQuery): UsagePeriod {
  return {
    contractId: contract,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
  };
}
