import type { FieldProblem } from '../../../shared/result.ts';
import { AppError, isAppError } from '../../diagnostics/errors.ts';
import type { S3Keys } from '../../s3/signed-request.ts';
import type { KeyShape } from './vendors.ts';

type KeyProblems = Readonly<Record<string, FieldProblem>>;

/**
 * Says what is surely wrong with keys before anything is sent: both in each other's field, one in
 * the other's field, an AWS ID that was cut off, temporary AWS keys without their session token.
 */
export const certainProblems = (shape: KeyShape | null, keys: S3Keys): KeyProblems => {
  if (shape === null || !shape.certain) return {};
  const id = keys.accessKeyId.expose();
  const secret = keys.secretAccessKey.expose();
  const problems: Record<string, FieldProblem> = {};
  if (isOnly(id, shape.secret, shape.id)) problems.accessKeyId = 'other-key';
  if (isOnly(secret, shape.id, shape.secret)) problems.secretAccessKey = 'other-key';
  if (id.length < (shape.minIdLength ?? 0)) problems.accessKeyId = 'bad-format';
  const { temporaryPrefix } = shape;
  const isTemporary = temporaryPrefix !== undefined && id.startsWith(temporaryPrefix);
  if (isTemporary && keys.sessionToken === undefined) problems.sessionToken = 'required';
  return problems;
};

const isOnly = (text: string, wrong: RegExp, right: RegExp): boolean =>
  wrong.test(text) && !right.test(text);

/** Says which of the keys look unlike what the service hands out: hints, never a reason to refuse. */
const shapeHints = (shape: KeyShape | null, keys: S3Keys): KeyProblems => {
  if (shape === null) return {};
  return {
    ...(shape.id.test(keys.accessKeyId.expose()) ? {} : { accessKeyId: 'bad-format' as const }),
    ...(shape.secret.test(keys.secretAccessKey.expose())
      ? {}
      : { secretAccessKey: 'bad-format' as const }),
  };
};

/** Adds the hints to a refusal of the keys: the server said no, so a typo is worth a look. */
export const withShapeHints = async <T>(
  shape: KeyShape | null,
  keys: S3Keys,
  prove: () => Promise<T>,
): Promise<T> => {
  try {
    return await prove();
  } catch (error) {
    if (!isAppError(error, 's3.invalid-access-key', 's3.signature-mismatch')) throw error;
    const fields = { ...shapeHints(shape, keys), ...error.fields };
    throw new AppError(error.code, { params: error.params, fields, cause: error });
  }
};
