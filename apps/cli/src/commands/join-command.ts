/** The command that a host's agent is started with for the first time. */
export function joinCommand(url: string, node: string, token: string): string {
  return `hercules-agent join --controller ${url} --node ${node} --token ${token}`;
}
