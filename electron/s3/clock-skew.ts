import { AppError } from '../diagnostics/errors.ts';

/** Past this servers refuse a signature for its time alone. */
const refusedSkewSeconds = 15 * 60;

/** How far this computer's clock is ahead of the server's; null when the server tells no time. */
export const readClockSkew = (headers: Headers, nowEpochMs: number): number | null => {
  const serverEpochMs = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(serverEpochMs) ? null : Math.round((nowEpochMs - serverEpochMs) / 1000);
};

export const isRefusedSkew = (skewSeconds: number | null): boolean =>
  skewSeconds !== null && Math.abs(skewSeconds) > refusedSkewSeconds;

/** Says how far and which way this computer's clock is off, where the server told its time. */
export const clockSkewError = (host: string, skewSeconds: number | null): AppError => {
  const off =
    skewSeconds === null
      ? {}
      : {
          minutes: Math.round(Math.abs(skewSeconds) / 60),
          reason: skewSeconds > 0 ? 'ahead' : 'behind',
        };
  return new AppError('s3.clock-skew', { params: { host, ...off } });
};
