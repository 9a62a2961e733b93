import type { FieldProblem } from '../../shared/result.ts';
import { hasUserinfo, isSecureOrLoopback } from '../platform/address-policy.ts';

/** What a header can carry: visible ASCII, no spaces. */
export const visible = /^[\x21-\x7e]+$/;

/** Says why a text is no URL that secrets may be sent to; null when it is one. */
export const urlProblem = (text: string): FieldProblem | null => {
  if (!URL.canParse(text)) return 'not-a-url';
  const url = new URL(text);
  if (hasUserinfo(url) || url.hash !== '') return 'bad-format';
  if (isSecureOrLoopback(url)) return null;
  if (url.protocol !== 'http:') return 'not-a-url';
  // A resolver can point the name elsewhere, so only the literal address counts (RFC 8252, 8.3).
  return url.hostname === 'localhost' ? 'not-loopback' : 'not-https';
};
