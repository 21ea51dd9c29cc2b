/** A caller of the controller's REST API, as any script of an operator would be. */
export class Api {
  constructor(
    readonly url: string,
    private readonly token: () => string,
  ) {}

  async get<T>(path: string): Promise<T> {
    const { body } = await this.send('GET', path);
    return body as T;
  }

  async post<T>(path: string, content: unknown): Promise<T> {
    const { status, body } = await this.send('POST', path, content);
    if (status >= 400) throw new Error(`POST ${path}: ${JSON.stringify(body)}`);
    return body as T;
  }

  /** The answer whatever its status. A text is sent as it is. */
  async send(
    method: string,
    path: string,
    content?: unknown,
  ): Promise<{ status: number; body: unknown }> {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token()}`,
        ...(content !== undefined && { 'content-type': 'application/json' }),
      },
      ...(content !== undefined && {
        body: typeof content === 'string' ? content : JSON.stringify(content),
      }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  }
}
