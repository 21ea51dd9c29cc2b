/**
 * Text of a document or of the controller, safe to show: control characters, which could drive the terminal
 * (ECMA-48, C0 and C1), become '�'.
 */
export function plainText(text: string): string {
  return text.replace(/\p{Cc}/gu, '\u{fffd}');
}
