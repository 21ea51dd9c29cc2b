import { ApiProperty } from '@nestjs/swagger';
import { IsNumberString, IsOptional } from 'class-validator';

export class EventQuery {
  @ApiProperty({
    required: false,
    description: 'continue after this event; Last-Event-ID goes before',
  })
  @IsOptional()
  @IsNumberString({ no_symbols: true })
  readonly after?: string;
}
