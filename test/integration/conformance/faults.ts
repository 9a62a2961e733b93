import type { ErrorCode } from '../../../shared/result.ts';
import type { FaultControls } from '../../stand-ins/loopback-http.ts';

type Fault = {
  readonly spoil: (faults: FaultControls) => void;
  /** Any of these: which one depends on how the provider words its errors. */
  readonly codes: readonly ErrorCode[];
  /** Shown with the error. */
  readonly params?: Readonly<Record<string, number>>;
  /** Answers nothing, so the wait has to be cut short. */
  readonly isSilent?: true;
};

const notAnAnswer = ['server.invalid-response', 'server.wrong-host'] as const;
const refused = ['server.rejected', 'server.wrong-host'] as const;

/** What a server, or something in front of it, does instead of answering. None is the last word. */
const faults = {
  '401': { spoil: (at) => at.failNextWith(401), codes: refused },
  '403': { spoil: (at) => at.failNextWith(403), codes: refused },
  '429': { spoil: (at) => at.failNextWith(429), codes: ['server.rate-limited'] },
  '429 with Retry-After': {
    spoil: (at) => at.failNextWith(429, '', { 'retry-after': '5' }),
    codes: ['server.rate-limited'],
    params: { retryAfterSeconds: 5 },
  },
  '500': { spoil: (at) => at.failNextWith(500), codes: ['server.trouble'] },
  '503': { spoil: (at) => at.failNextWith(503), codes: ['server.trouble'] },
  'malformed JSON': { spoil: (at) => at.answerNext('{"access_token":'), codes: notAnAnswer },
  'a web page': { spoil: (at) => at.answerHtmlNext(), codes: notAnAnswer },
  'a redirect': {
    spoil: (at) => at.redirectNext('https://evil.example/token'),
    codes: notAnAnswer,
  },
  'a reset connection': { spoil: (at) => at.resetNext(), codes: ['server.unreachable'] },
  'an endless body': { spoil: (at) => at.endlessNext(), codes: notAnAnswer },
  'no answer': { spoil: (at) => at.stallNext(), codes: ['server.timeout'], isSilent: true },
  'half an answer': {
    spoil: (at) => at.stallBodyNext(),
    codes: ['server.timeout'],
    isSilent: true,
  },
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof faults;
export const faultNames = Object.keys(faults) as readonly FaultName[];
export const faultCalled = (name: FaultName): Fault => faults[name];
