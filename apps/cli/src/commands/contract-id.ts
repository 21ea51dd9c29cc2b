import { CliError } from '../cli-error.js';
import { isUlid } from '../documents/ulid.js';
import { isThere } from '../files.js';

/** Whether an argument means a contract at the controller and not a file. */
export async function isContractId(argument: string): Promise<boolean> {
  return isUlid(argument) && !(await isThere(argument));
}

/** @throws CliError `usage` for what cannot be a contract's id. */
export function checkedId(id: string): string {
  if (isUlid(id)) return id;
  throw new CliError('usage', `'${id}' is not a contract id: 'hercules contract list' shows them`);
}
