import type { Direction } from './meter-layout.js';

/** Where the kernel can be told to run a program on every packet of an interface. */
export interface PacketHooks {
  /**
   * Puts our program of each direction on interfaces, where one of ours stands in its place and without a packet that
   * meets neither. Answers with those that could not be had, and why.
   */
  attach(
    interfaces: readonly number[],
    programs: Readonly<Record<Direction, HookProgram>>,
  ): Promise<readonly HookFailure[]>;
  /** Takes our programs off interfaces, and what was made for them; one that is gone is no failure. */
  detach(interfaces: readonly number[]): Promise<readonly HookFailure[]>;
}

export interface HookProgram {
  readonly fd: number;
  readonly name: string;
}

export interface HookFailure {
  /** The kernel's number of the interface. */
  readonly index: number;
  /** The errno's name, and the kernel's own words where it gave some. */
  readonly reason: string;
}
