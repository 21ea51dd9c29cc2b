/** One line of JSON a call, on standard error: time, level, what happened, and what is needed to find it again. */
export type Log = (
  level: 'info' | 'warn' | 'error',
  message: string,
  details?: Readonly<Record<string, unknown>>,
) => void;

export const jsonLog: Log = (level, message, details = {}) => {
  process.stderr.write(
    `${JSON.stringify({ time: new Date().toISOString(), level, message, ...details })}\n`,
  );
};
