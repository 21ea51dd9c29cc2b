export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** What happened, for whoever runs the controller. Never a token, a secret or a whole document. */
export interface Logger {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** One JSON object a line. */
export function jsonLogger(write: (line: string) => void = writeToStderr): Logger {
  const line = (level: string, message: string, fields: LogFields = {}): void => {
    write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);
  };
  return {
    info: (message, fields) => {
      line('info', message, fields);
    },
    warn: (message, fields) => {
      line('warn', message, fields);
    },
    error: (message, fields) => {
      line('error', message, fields);
    },
  };
}

function writeToStderr(line: string): void {
  process.stderr.write(line);
}
