import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { scopes, type Scope } from '../core/scopes.js';

export class TokenDto {
  @ApiProperty({ minLength: 1, maxLength: 100, description: 'for people and for the event log' })
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  readonly name!: string;

  @ApiProperty({ enum: scopes, isArray: true, description: 'admin implies all the others' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @IsIn(scopes, { each: true })
  readonly scopes!: readonly Scope[];

  @ApiProperty({
    type: 'integer',
    minimum: 60,
    maximum: 315360000,
    required: false,
    description: 'absent: never',
  })
  @IsOptional()
  @IsInt()
  @Min(60)
  @Max(315_360_000)
  readonly expiresInSeconds?: number;
}
