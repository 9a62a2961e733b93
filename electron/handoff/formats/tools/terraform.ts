import { isAwsEndpoint } from '../../../s3/aws-endpoints.ts';
import type { S3Values } from '../values.ts';
import { bucketToName } from './restic.ts';

/** The provider looks for AWS's own services around S3, which stand nowhere else. */
const notElsewhere = [
  'skip_credentials_validation = true',
  'skip_metadata_api_check     = true',
  'skip_region_validation      = true',
  'skip_requesting_account_id  = true',
] as const;

const block = (head: string, lines: readonly string[]): readonly string[] => [
  `${head} {`,
  ...lines.map((line) => `  ${line}`),
  '}',
];

const toText = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

/** Writes a provider for Terraform and OpenTofu that names the AWS profile. */
export const toTerraformProvider = (values: S3Values): string => {
  const { profile, region, endpoint } = values;
  return toText(
    block('provider "aws"', [
      `profile = "${profile}"`,
      `region  = "${region}"`,
      ...(isAwsEndpoint(endpoint)
        ? []
        : [
            `s3_use_path_style           = ${values.addressing === 'path'}`,
            ...notElsewhere,
            ...block('endpoints', [`s3 = "${endpoint}"`]),
          ]),
    ]),
  );
};

/** Writes a backend for Terraform and OpenTofu that names the AWS profile. */
export const toTerraformBackend = (values: S3Values): string => {
  const { profile, region, endpoint } = values;
  const backend = block('backend "s3"', [
    `bucket  = "${bucketToName}"`,
    'key     = "terraform.tfstate"',
    `profile = "${profile}"`,
    `region  = "${region}"`,
    ...(isAwsEndpoint(endpoint)
      ? []
      : [
          `use_path_style              = ${values.addressing === 'path'}`,
          ...notElsewhere,
          'skip_s3_checksum            = true',
          ...block('endpoints =', [`s3 = "${endpoint}"`]),
        ]),
  ]);
  return toText(block('terraform', backend));
};
