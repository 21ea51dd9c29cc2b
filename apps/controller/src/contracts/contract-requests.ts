import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Min } from 'class-validator';
import { contractStates, type ContractState } from '#store';
import { PageQueryDto } from '../http/page-query.js';

export class ContractListQuery extends PageQueryDto {
  @ApiProperty({
    enum: contractStates,
    required: false,
    description: 'only contracts in this state',
  })
  @IsOptional()
  @IsIn(contractStates)
  readonly state?: ContractState;
}

export class SubmissionQuery {
  @ApiProperty({
    enum: ['true', 'false'],
    required: false,
    description: 'true: all checks and the plan; nothing is stored',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  readonly dryRun?: 'true' | 'false';
}

export class EnvelopeQuery {
  @ApiProperty({ type: 'integer', minimum: 1, required: false, description: 'absent: the latest' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  readonly version?: number;
}

/** One signature of a JWS in General JSON Serialization (RFC 7515, 7.2.1). */
export class SignatureDto {
  @ApiProperty({ description: 'base64url of the protected header: alg, kid, typ and iat' })
  @IsString()
  readonly protected!: string;

  @ApiProperty({ description: 'base64url of the signature' })
  @IsString()
  readonly signature!: string;
}

/** About which version something is said. */
export class WordDto {
  @ApiProperty({
    required: false,
    description: 'digest of the version that is meant; absent: the approved one',
  })
  @IsOptional()
  @IsString()
  readonly digest?: string;
}
