import type { Clock, HttpClient } from './interfaces.ts';

/** Of how many servers the word counts, each for its newest reply: one that is off decides nothing. */
const serversHeard = 5;
/** The `Date` of a reply is in whole seconds. */
const dateStepMs = 1_000;
/** By less nothing fails but what is signed for a minute. */
const noticeableMinutes = 5;
/** When our two clocks drift apart by more, one was set or the machine slept. */
const jumpMs = 5_000;

type Reading = { readonly aheadMs: number; readonly wallMinusMonotonicMs: number };

/** Tells the time as the servers do that answer. */
export type ServerTime = {
  /** Makes the same requests and reads the `Date` of each reply (RFC 9110 section 6.6.1). */
  readonly listen: (http: HttpClient) => HttpClient;
  /**
   * How far this computer's clock is ahead of theirs, in milliseconds: the middle of what the last of
   * them said. Null as long as none did since the clock was set or the machine woke.
   */
  readonly aheadMs: () => number | null;
  /** The same in whole minutes, where it is so much that the person is to know; null where it is not. */
  readonly minutesOff: () => number | null;
  /** The wall clock as it would be if it were right; ours where nobody told. */
  readonly clock: Pick<Clock, 'nowEpochMs'>;
};

export const createServerTime = (
  clock: Clock,
  /** Called when that which the person is to know is another one. */
  onChange: (minutesOff: number | null) => void,
): ServerTime => {
  const readings = new Map<string, Reading>();
  const wallMinusMonotonicMs = (): number => clock.nowEpochMs() - clock.monotonicMs();

  const aheadMs = (): number | null => {
    const now = wallMinusMonotonicMs();
    const heard = [...readings.values()]
      .filter((reading) => Math.abs(reading.wallMinusMonotonicMs - now) < jumpMs)
      .map((reading) => reading.aheadMs)
      .sort((a, b) => a - b);
    return heard[Math.floor(heard.length / 2)] ?? null;
  };

  const minutesOff = (): number | null => {
    const minutes = Math.round((aheadMs() ?? 0) / 60_000);
    return Math.abs(minutes) < noticeableMinutes ? null : minutes;
  };

  let told: number | null = null;
  const note = (headers: Headers, host: string, sentEpochMs: number): void => {
    const dateMs = Date.parse(headers.get('date') ?? '');
    // A stored reply tells an old time.
    if (Number.isNaN(dateMs) || headers.has('age')) return;
    // It was written some time between sending and now, and in whole seconds.
    const tooLateMs = Math.max(0, dateMs - clock.nowEpochMs());
    const tooEarlyMs = Math.max(0, sentEpochMs - dateMs - dateStepMs);
    readings.delete(host);
    readings.set(host, {
      aheadMs: tooEarlyMs - tooLateMs,
      wallMinusMonotonicMs: wallMinusMonotonicMs(),
    });
    const [oldest] = readings.keys();
    if (readings.size > serversHeard && oldest !== undefined) readings.delete(oldest);
    const now = minutesOff();
    if (now === told) return;
    told = now;
    onChange(now);
  };

  return {
    listen: (http) => async (request) => {
      const sentEpochMs = clock.nowEpochMs();
      const response = await http(request);
      note(response.headers, request.url.host, sentEpochMs);
      return response;
    },
    aheadMs,
    minutesOff,
    clock: { nowEpochMs: () => clock.nowEpochMs() - (aheadMs() ?? 0) },
  };
};
