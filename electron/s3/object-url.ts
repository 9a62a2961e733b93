import { AppError } from '../diagnostics/errors.ts';
import { bucketUrl, type CheckedPlace } from './s3-call.ts';

/**
 * Gives the address of an object. Throws `input.invalid` for a name that no URL can carry: its parts
 * `.` and `..` would be resolved away.
 */
export const objectUrl = (place: CheckedPlace, bucket: string, key: string): URL => {
  const url = bucketUrl(place, bucket);
  const path = key.split('/').map(encodeURIComponent).join('/');
  const whole = `${url.pathname.replace(/\/$/, '')}/${path}`;
  url.pathname = whole;
  if (url.pathname !== whole)
    throw new AppError('input.invalid', { fields: { key: 'bad-format' } });
  return url;
};
