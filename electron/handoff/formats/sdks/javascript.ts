import { isAwsEndpoint } from '../../../s3/aws-endpoints.ts';
import type { S3Values } from '../values.ts';

/** Writes JavaScript for the AWS SDK v3 with the AWS profile, of which it takes no addressing. */
export const toJavascript = (values: S3Values): string => {
  const { profile, endpoint, region, addressing } = values;
  const options = [
    `credentials: fromIni({ profile: "${profile}" }),`,
    `endpoint: "${endpoint}",`,
    `region: "${region}",`,
    `forcePathStyle: ${addressing === 'path'},`,
    ...(isAwsEndpoint(endpoint)
      ? []
      : [
          'requestChecksumCalculation: "WHEN_REQUIRED",',
          'responseChecksumValidation: "WHEN_REQUIRED",',
        ]),
  ];
  return [
    'import { S3Client } from "@aws-sdk/client-s3";',
    'import { fromIni } from "@aws-sdk/credential-providers";',
    '',
    'const s3 = new S3Client({',
    ...options.map((option) => `  ${option}`),
    '});',
    '',
  ].join('\n');
};
