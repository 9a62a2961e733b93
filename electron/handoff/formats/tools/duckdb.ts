import { hostOf, isHttps, type S3Values, toAlias } from '../values.ts';

/** Quotes are doubled, and nothing else means anything between them. */
const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** DuckDB takes neither endpoint nor addressing from a profile, and the endpoint without its scheme. */
const secret = (values: S3Values, credentials: readonly string[]): string => {
  const options = [
    'TYPE s3',
    ...credentials,
    `REGION ${text(values.region)}`,
    `ENDPOINT ${text(hostOf(values))}`,
    `URL_STYLE ${text(values.addressing === 'path' ? 'path' : 'vhost')}`,
    `USE_SSL ${isHttps(values)}`,
  ];
  const list = options.map((option) => `  ${option}`).join(',\n');
  return `CREATE OR REPLACE SECRET ${toAlias(values.profile)} (\n${list}\n);\n`;
};

/** Writes a secret that holds the keys. */
export const toDuckdb = (values: S3Values): string => {
  const { sessionToken } = values;
  return secret(values, [
    `KEY_ID ${text(values.accessKeyId)}`,
    `SECRET ${text(values.secretAccessKey)}`,
    ...(sessionToken === null ? [] : [`SESSION_TOKEN ${text(sessionToken)}`]),
  ]);
};

/** Writes a secret that asks the AWS profile's `credential_process`, and asks again when keys end. */
export const toDuckdbWithProfile = (values: S3Values): string =>
  secret(values, [
    'PROVIDER credential_chain',
    "CHAIN 'process'",
    `PROFILE ${text(values.profile)}`,
    'REFRESH auto',
  ]);
