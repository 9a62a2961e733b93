import { requireFit, type S3Values } from '../values.ts';

const quoted = (text: string): string =>
  /[",]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** What a spreadsheet would calculate. Keys of Base64 may begin with a sign, and are no formula. */
const isFormula = (text: string): boolean =>
  /^[=+@-]/.test(text) && !/^[A-Za-z0-9+/=_-]+$/.test(text);

/**
 * Writes a table with the columns of AWS's own download first, which `aws configure import` reads
 * (RFC 4180). Throws `format.unfit` for what a spreadsheet would run as a formula.
 */
export const toCsv = (values: S3Values): string => {
  const columns = {
    'User Name': values.profile,
    'Access key ID': values.accessKeyId,
    'Secret access key': values.secretAccessKey,
    ...(values.sessionToken === null ? {} : { 'Session token': values.sessionToken }),
    Endpoint: values.endpoint,
    Region: values.region,
  };
  const cells = Object.values(columns);
  requireFit(!cells.some(isFormula));
  return `${Object.keys(columns).join(',')}\r\n${cells.map(quoted).join(',')}\r\n`;
};
