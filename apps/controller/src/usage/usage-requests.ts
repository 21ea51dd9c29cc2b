import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
} from 'class-validator';

/** FOCUS as CSV or Parquet, or all of the bill. */
export const billFormats = ['json', 'focus-csv', 'focus-parquet'] as const;
export type BillFormat = (typeof billFormats)[number];

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
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'prices; absent: those of the plan that the contract names',
  })
  @IsOptional()
  @IsObject()
  readonly plan?: object;

  @ApiProperty({ enum: billFormats, default: 'json', required: false })
  @IsIn(billFormats)
  readonly format: BillFormat = 'json';
}
