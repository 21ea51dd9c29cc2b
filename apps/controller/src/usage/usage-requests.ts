import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsISO8601,
  IsObject,
  IsString,
  Matches,
  MaxLength,
} from 'class-validator';

export class UsageWindowsDto {
  @ApiProperty({ type: [String], description: 'compact JWS by the key of the host, ascending' })
  @IsArray()
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @Matches(/^[\w-]+\.[\w-]+\.[\w-]+$/, { each: true })
  readonly windows!: readonly string[];
}

export class UsageQuery {
  @ApiProperty({ description: 'contract id' })
  @IsString()
  @MaxLength(26)
  readonly contract!: string;

  @ApiProperty({ format: 'date-time', description: 'windows that end after this' })
  @IsISO8601({ strict: true })
  readonly from!: string;

  @ApiProperty({ format: 'date-time', description: 'and not after this' })
  @IsISO8601({ strict: true })
  readonly to!: string;
}

export class BillDto extends UsageQuery {
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'prices' })
  @IsObject()
  readonly plan!: object;

  @ApiProperty({ enum: ['json', 'focus-csv'], default: 'json', required: false })
  @Matches(/^(json|focus-csv)$/)
  readonly format: 'json' | 'focus-csv' = 'json';
}
