import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import { pointer, type Problem } from '#contract';
import type { ProblemCode } from '../problems/problem-table.js';
import { Refusal } from '../problems/refuse-with.js';

const notDtos: readonly unknown[] = [Object, String, Number, Boolean, Array, undefined];

/** Makes DTOs of bodies and queries; what does not fit its class is refused with code and place. No body counts as `{}`. */
export class DtoPipe implements PipeTransform {
  async transform(value: unknown, { metatype, type }: ArgumentMetadata): Promise<unknown> {
    if ((type !== 'body' && type !== 'query') || !isDto(metatype)) return value;
    const given = value ?? {};
    if (typeof given !== 'object' || Array.isArray(given)) {
      throw Refusal.of('value-invalid', 'the body must be a JSON object');
    }
    const dto = plainToInstance(metatype, given);
    const errors = await validate(dto, { whitelist: true, forbidNonWhitelisted: true });
    if (errors.length === 0) return dto;
    const problems = errors.flatMap((error) => problemsOf(error, []));
    throw new Refusal(type === 'query' ? problems.map(asQueryProblem) : problems);
  }
}

function isDto(metatype: ArgumentMetadata['metatype']): metatype is ClassConstructor<object> {
  return metatype !== undefined && !notDtos.includes(metatype);
}

function problemsOf(error: ValidationError, above: readonly string[]): readonly Problem[] {
  const path = [...above, error.property];
  const own = Object.entries(error.constraints ?? {})
    .slice(0, 1)
    .map(([constraint, detail]) => ({
      code: codeOf(constraint, error.value),
      path: pointer(...path),
      detail,
    }));
  return [...own, ...(error.children ?? []).flatMap((child) => problemsOf(child, path))];
}

function codeOf(constraint: string, value: unknown): ProblemCode {
  if (constraint === 'whitelistValidation') return 'member-unknown';
  return value === undefined ? 'member-missing' : 'value-invalid';
}

function asQueryProblem(problem: Problem): Problem {
  return { ...problem, code: 'query-invalid' };
}
