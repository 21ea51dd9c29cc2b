import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import type { Ownership } from './node-reader.js';

export class JoinTokenDto {
  @ApiProperty({ description: 'id of the host that may join with the token' })
  @IsString()
  @MaxLength(63)
  readonly node!: string;

  @ApiProperty({ type: 'integer', minimum: 60, maximum: 604800, default: 3600, required: false })
  @IsInt()
  @Min(60)
  @Max(604_800)
  readonly expiresInSeconds: number = 3600;
}

export class InterfaceQuery {
  @ApiProperty({
    enum: ['ours', 'foreign'],
    required: false,
    description: 'ours: made by contracts; foreign: all others; absent: both',
  })
  @IsOptional()
  @IsIn(['ours', 'foreign'])
  readonly owned?: Ownership;
}
