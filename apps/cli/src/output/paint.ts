import { styleText } from 'node:util';

/** What a piece of text means; how it looks is decided in one table. */
export type Mood = 'good' | 'bad' | 'changing' | 'faint' | 'strong';

export type Paint = (mood: Mood, text: string) => string;

const looks = {
  good: 'green',
  bad: 'red',
  changing: 'yellow',
  faint: 'dim',
  strong: 'bold',
} as const satisfies Record<Mood, string>;

export const plain: Paint = (_mood, text) => text;

/** With the escape sequences of a terminal, whatever the process's own streams are. */
export const coloured: Paint = (mood, text) =>
  styleText(looks[mood], text, { validateStream: false });
