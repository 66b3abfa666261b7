import { createHash } from 'node:crypto';

/** SHA-256 of bytes, or of a text in UTF-8, as hexadecimal digits; the platform's own, where files are large. */
export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}
