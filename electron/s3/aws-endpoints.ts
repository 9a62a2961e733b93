/** AWS's regional endpoints. China is a partition of its own, with its own domain. */
export const awsEndpoints = (region: string): { readonly s3: string; readonly sts: string } => {
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return {
    s3: `https://s3.${region}.${domain}`,
    sts: `https://sts.${region}.${domain}`,
  };
};

/** Says whether an S3 endpoint is AWS's own, of any region, partition or kind. */
export const isAwsEndpoint = (endpoint: string): boolean =>
  /^https:\/\/[^/]*\.(?:amazonaws\.com(?:\.cn)?|api\.aws)(?::\d+)?(?:\/|$)/.test(endpoint);

/**
 * Makes an ARN readable: `alice (123456789012)`, `Admin/session (123456789012)`.
 *
 * The whole text when it is none.
 */
export const nameOfArn = (arn: string): string => {
  const match = /^arn:[\w-]+:(?:iam|sts)::(\d{12}):(?:(?:[\w-]+)\/)?(.+)$/.exec(arn);
  return match === null ? arn : `${match[2]} (${match[1]})`;
};
