import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';
import type { PublicKey } from '#contract';

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
