import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsNumber,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import type { Problem, PublicKey } from '#contract';
import type { HostState } from '#drivers';
import type { Condition, ContractReport, HostReport, PlanSummary, ReportState } from '#protocol';
import { IsHostState } from './is-host-state.js';

const reportStates = [
  'applied',
  'applying',
  'refused',
  'failed',
  'waiting',
  'removed',
] as const satisfies readonly ReportState[];

export class ConditionDto implements Condition {
  @ApiProperty()
  @IsString()
  readonly type!: string;

  @ApiProperty({ enum: ['True', 'False', 'Unknown'] })
  @IsIn(['True', 'False', 'Unknown'])
  readonly status!: Condition['status'];

  @ApiProperty()
  @IsString()
  readonly reason!: string;

  @ApiProperty()
  @IsString()
  readonly message!: string;

  @ApiProperty({ format: 'date-time' })
  @IsISO8601()
  readonly lastTransitionTime!: string;
}

export class WorkloadReportDto {
  @ApiProperty()
  @IsString()
  readonly name!: string;

  @ApiProperty({ type: [ConditionDto] })
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ConditionDto)
  readonly conditions!: readonly ConditionDto[];
}

export class ProblemDto implements Problem {
  @ApiProperty()
  @IsString()
  readonly code!: string;

  @ApiProperty()
  @IsString()
  readonly path!: string;

  @ApiProperty()
  @IsString()
  readonly detail!: string;
}

export class PlanSummaryDto implements PlanSummary {
  @ApiProperty({ type: 'integer', minimum: 0 })
  @IsInt()
  @Min(0)
  readonly create!: number;

  @ApiProperty({ type: 'integer', minimum: 0 })
  @IsInt()
  @Min(0)
  readonly change!: number;

  @ApiProperty({ type: 'integer', minimum: 0 })
  @IsInt()
  @Min(0)
  readonly recreate!: number;

  @ApiProperty({ type: 'integer', minimum: 0 })
  @IsInt()
  @Min(0)
  readonly delete!: number;
}

export class PlanReportDto {
  @ApiProperty({ type: PlanSummaryDto })
  @ValidateNested()
  @Type(() => PlanSummaryDto)
  readonly summary!: PlanSummaryDto;
}

export class ContractReportDto implements ContractReport {
  @ApiProperty()
  @IsString()
  @MaxLength(26)
  readonly contractId!: string;

  @ApiProperty({ type: 'integer', minimum: 1 })
  @IsInt()
  @Min(1)
  readonly version!: number;

  @ApiProperty()
  @IsString()
  readonly digest!: string;

  @ApiProperty({ enum: reportStates })
  @IsIn(reportStates)
  readonly state!: ReportState;

  @ApiProperty({ type: [ConditionDto] })
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ConditionDto)
  readonly conditions!: readonly ConditionDto[];

  @ApiProperty({ type: [WorkloadReportDto] })
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => WorkloadReportDto)
  readonly workloads!: readonly WorkloadReportDto[];

  @ApiProperty({ type: [ProblemDto] })
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ProblemDto)
  readonly problems!: readonly ProblemDto[];

  @ApiProperty({ required: false, type: PlanReportDto })
  @IsOptional()
  @ValidateNested()
  @Type(() => PlanReportDto)
  readonly plan?: PlanReportDto;

  @ApiProperty({
    type: 'integer',
    required: false,
    description: 'objects written by the last application',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  readonly writes?: number;

  @ApiProperty({ required: false, description: 'how long the last application took' })
  @IsOptional()
  @IsNumber()
  @Min(0)
  readonly seconds?: number;

  @ApiProperty({
    required: false,
    description: 'compact JWS by the key of the host over what it observed',
  })
  @IsOptional()
  @IsString()
  @Matches(/^[\w-]+\.[\w-]+\.[\w-]+$/)
  readonly receipt?: string;
}

export class HostReportDto implements HostReport {
  @ApiProperty()
  @IsString()
  @MaxLength(100)
  readonly agentVersion!: string;

  @ApiProperty({
    type: 'integer',
    required: false,
    description: 'absent: the host has no charter yet',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  readonly charterVersion?: number;

  @ApiProperty({
    type: [ProblemDto],
    description: 'why documents other than contracts were refused',
  })
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ProblemDto)
  readonly problems!: readonly ProblemDto[];

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'links, addresses, routes and fdb as observed; absent: as last reported',
  })
  @IsOptional()
  @IsHostState()
  readonly state?: HostState;

  @ApiProperty({ description: 'digest of the state, as the host computes it' })
  @IsString()
  @MaxLength(100)
  readonly stateDigest!: string;

  @ApiProperty({ type: [ContractReportDto] })
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ContractReportDto)
  readonly contracts!: readonly ContractReportDto[];
}

export class PublicKeyDto {
  @ApiProperty({ enum: ['OKP'] })
  @IsIn(['OKP'])
  readonly kty!: 'OKP';

  @ApiProperty({ enum: ['Ed25519'] })
  @IsIn(['Ed25519'])
  readonly crv!: 'Ed25519';

  @ApiProperty({ description: 'base64url, 32 bytes' })
  @IsString()
  readonly x!: string;

  @ApiProperty({ description: 'RFC 7638 thumbprint' })
  @Matches(/^[A-Za-z0-9_-]{43}$/)
  readonly kid!: PublicKey['kid'];
}

export class JoinDto {
  @ApiProperty({ description: 'join token' })
  @IsString()
  @MaxLength(200)
  readonly token!: string;

  @ApiProperty({ type: PublicKeyDto, description: 'the key that signs this request' })
  @ValidateNested()
  @Type(() => PublicKeyDto)
  readonly publicKey!: PublicKeyDto;

  @ApiProperty()
  @IsString()
  @MaxLength(100)
  readonly agentVersion!: string;
}
