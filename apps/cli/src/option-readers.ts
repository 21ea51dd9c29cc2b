import { InvalidArgumentError, Option } from 'commander';
import { parseDuration } from './duration.js';

// Readers of option values; Commander shows their refusals as wrong usage.

/** A time span in milliseconds. */
export function durationOption(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined || milliseconds === 0) {
    throw new InvalidArgumentError("a time span is a number and s, m, h or d, as in '90s'");
  }
  return milliseconds;
}

/** An option for a time span; its default is shown as it would be typed. */
export function timeSpan(flags: string, description: string, standard: string): Option {
  return new Option(flags, description)
    .argParser(durationOption)
    .default(durationOption(standard), standard);
}

export function countOption(text: string): number {
  const count = Number(text);
  if (!/^\d{1,9}$/.test(text) || count < 1)
    throw new InvalidArgumentError('a count from 1 is needed');
  return count;
}

/** Gathers an option that may be given many times. */
export function manyOption(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, text];
}

/** Splits `name=value` at the first `=`. */
export function assignment(text: string): { readonly name: string; readonly value: string } {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) {
    throw new InvalidArgumentError(`'${text}' is not of the form name=value`);
  }
  return { name: text.slice(0, at), value: text.slice(at + 1) };
}

/** Gathers `name=value` options. */
export function assignmentsOption(
  text: string,
  earlier: readonly Assignment[] = [],
): readonly Assignment[] {
  return [...earlier, assignment(text)];
}

export type Assignment = ReturnType<typeof assignment>;
