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
import type { Problem } from '#contract';
import type { HostState } from '#drivers';
import type {
  Condition,
  ContractReport,
  Drift,
  DriftItem,
  HostMeasures,
  HostReport,
  PlanSummary,
  ReportState,
} from '#protocol';
import { reportStates } from '../rollouts/report-states.js';
import { IsHostMeasures } from './is-host-measures.js';
import { IsHostState } from './is-host-state.js';

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
  readonly adopt!: number;

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

export class DriftItemDto implements DriftItem {
  @ApiProperty({ enum: ['missing', 'extra', 'changed', 'foreign'] })
  @IsIn(['missing', 'extra', 'changed', 'foreign'])
  readonly kind!: DriftItem['kind'];

  @ApiProperty()
  @IsString()
  readonly identity!: string;

  @ApiProperty({ type: [String] })
  @IsString({ each: true })
  readonly fields!: readonly string[];
}

export class RepairDto {
  @ApiProperty({ format: 'date-time' })
  @IsISO8601()
  readonly at!: string;

  @ApiProperty({ type: [DriftItemDto] })
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => DriftItemDto)
  readonly items!: readonly DriftItemDto[];
}

export class DriftDto implements Drift {
  @ApiProperty({ enum: ['in-sync', 'drifted'] })
  @IsIn(['in-sync', 'drifted'])
  readonly state!: Drift['state'];

  @ApiProperty({ required: false, format: 'date-time' })
  @IsOptional()
  @IsISO8601()
  readonly since?: string;

  @ApiProperty({ type: [DriftItemDto] })
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => DriftItemDto)
  readonly items!: readonly DriftItemDto[];

  @ApiProperty({ type: 'integer', minimum: 0 })
  @IsInt()
  @Min(0)
  readonly repairs!: number;

  @ApiProperty({ type: RepairDto, required: false })
  @IsOptional()
  @ValidateNested()
  @Type(() => RepairDto)
  readonly repaired?: RepairDto;
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

  @ApiProperty({
    required: false,
    format: 'date-time',
    description: 'until when the change must be confirmed',
  })
  @IsOptional()
  @IsISO8601()
  readonly deadline?: string;

  @ApiProperty({ required: false, type: DriftDto })
  @IsOptional()
  @ValidateNested()
  @Type(() => DriftDto)
  readonly drift?: DriftDto;
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

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    selfRequired: false,
    description: 'figures of the agent, its meter and its links, for the metrics of the host',
  })
  @IsOptional()
  @IsHostMeasures()
  readonly measures?: HostMeasures;
}
