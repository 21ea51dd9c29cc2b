import { Body, Controller, Get, Headers, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../core/actor.js';
import { Caller, RawBody, RequestAddress } from '../http/caller.js';
import { envelopeView } from '../http/views.js';
import { Endpoint } from '../openapi/endpoint.js';
import { PlanDesk } from '../plans/plan-desk.js';
import { planView } from '../plans/plan-view.js';
import {
  ContractListQuery,
  EnvelopeQuery,
  SignatureDto,
  SubmissionQuery,
} from './contract-requests.js';
import { ContractReader } from './contract-reader.js';
import {
  contractPage,
  contractVersionList,
  contractView,
  dryRunView,
  receivedContractView,
} from './contract-view.js';
import { contractStatusView } from './status-view.js';
import { SubmissionDesk } from './submission-desk.js';

const read = { kind: 'scope', scope: 'read' } as const;
const write = { kind: 'scope', scope: 'contracts:write' } as const;
const id = { id: 'contract id' };
const etag = { ETag: 'revision of the contract, for If-Match' };
const documentProblems = [
  'body-missing',
  'json-syntax',
  'json-duplicate-member',
  'media-type-unsupported',
  'body-too-large',
  'charter-required',
  'envelope-malformed',
  'signature-invalid',
  'member-unknown',
  'value-invalid',
  'version-equivocation',
  'change-pending',
] as const;

@ApiTags('contracts')
@Controller('contracts')
export class ContractsController {
  constructor(
    private readonly submissions: SubmissionDesk,
    private readonly reader: ContractReader,
    private readonly plans: PlanDesk,
  ) {}

  @Post()
  @Endpoint({
    summary: 'Submit a version of a contract with one signature or more',
    description:
      'The version is judged by the charter in force. With all its signatures it is rolled out at once.',
    access: write,
    body: envelopeView,
    idempotent: true,
    answers: {
      200: { description: 'dry run: nothing was stored', schema: dryRunView },
      202: {
        description: 'received',
        schema: receivedContractView,
        headers: {
          ...etag,
          Location: 'the contract',
          'Operation-Location': 'the roll-out, where the contract is complete',
        },
      },
    },
    problems: documentProblems,
  })
  submit(
    @RawBody() body: Uint8Array,
    @Query() query: SubmissionQuery,
    @Caller() caller: Actor,
  ): unknown {
    return query.dryRun === 'true'
      ? this.plans.dryRun(body)
      : this.submissions.submit(body, caller);
  }

  @Post(':id/signatures')
  @Endpoint({
    summary: 'Add a signature to the latest version',
    access: write,
    parameters: id,
    idempotent: true,
    headers: { 'If-Match': 'sign only if the contract is still at this ETag' },
    answers: {
      200: {
        description: 'signed; more signatures are wanted',
        schema: receivedContractView,
        headers: etag,
      },
      202: {
        description: 'signed and complete: the roll-out has begun',
        schema: receivedContractView,
        headers: { ...etag, 'Operation-Location': 'the roll-out' },
      },
    },
    problems: [
      ...documentProblems,
      'contract-unknown',
      'contract-complete',
      'precondition-failed',
      'signature-duplicate',
    ],
  })
  sign(
    @Param('id') contractId: string,
    @Body() signature: SignatureDto,
    @Headers('if-match') ifMatch: string | undefined,
    @Caller() caller: Actor,
  ): unknown {
    return this.submissions.sign({ contractId, signature, ifMatch }, caller);
  }

  @Get()
  @Endpoint({
    summary: 'List contracts',
    access: read,
    answers: {
      200: {
        description: 'one page',
        schema: contractPage,
        headers: { Link: 'rel="next" (RFC 8288)' },
      },
    },
    problems: ['query-invalid'],
  })
  list(@Query() query: ContractListQuery, @RequestAddress() address: string): unknown {
    return this.reader.page(query, address);
  }

  @Get(':id')
  @Endpoint({
    summary: 'Read a contract: its latest version, signatures and status',
    access: read,
    parameters: id,
    answers: { 200: { description: 'the contract', schema: contractView, headers: etag } },
    problems: ['contract-unknown'],
  })
  view(@Param('id') contractId: string): unknown {
    return this.reader.view(contractId);
  }

  @Get(':id/envelope')
  @Endpoint({
    summary: 'Read the signed document itself',
    access: read,
    parameters: id,
    answers: {
      200: {
        description: 'the envelope',
        schema: envelopeView,
        mediaType: 'application/jose+json',
      },
    },
    problems: ['contract-unknown', 'contract-version-unknown', 'query-invalid'],
  })
  envelope(@Param('id') contractId: string, @Query() query: EnvelopeQuery): unknown {
    return this.reader.envelope(contractId, query.version);
  }

  @Get(':id/versions')
  @Endpoint({
    summary: 'List the versions of a contract',
    access: read,
    parameters: id,
    answers: { 200: { description: 'all versions, ascending', schema: contractVersionList } },
    problems: ['contract-unknown'],
  })
  versions(@Param('id') contractId: string): unknown {
    return this.reader.versions(contractId);
  }

  @Get(':id/plan')
  @Endpoint({
    summary: 'Plan the latest version for each host, as the host was last seen',
    access: read,
    parameters: id,
    answers: { 200: { description: 'the plans', schema: planView } },
    problems: ['contract-unknown', 'charter-required'],
  })
  plan(@Param('id') contractId: string): unknown {
    return this.plans.ofContract(contractId);
  }

  @Get(':id/status')
  @Endpoint({
    summary: 'Read what became of a contract on each host',
    access: read,
    parameters: id,
    answers: { 200: { description: 'the status', schema: contractStatusView } },
    problems: ['contract-unknown'],
  })
  status(@Param('id') contractId: string): unknown {
    return this.reader.status(contractId);
  }
}
