import { toSh } from '../environment/sh.ts';
import { environmentOf } from '../environment/variables.ts';
import type { S3Values } from '../values.ts';

/** Writes s5cmd's environment: it has a name of its own for the endpoint. */
export const toS5cmd = (values: S3Values): string =>
  toSh([...environmentOf(values), ['S3_ENDPOINT_URL', values.endpoint]]);
