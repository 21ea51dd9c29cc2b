export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];
export type LogFields = Readonly<Record<string, unknown>>;

type Say = (message: string, fields?: LogFields) => void;

/** What happened, for whoever runs the program: a sentence, and what is needed to find it again. Never a whole document. */
export type Logger = Readonly<Record<LogLevel, Say>>;
