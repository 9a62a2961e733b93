import { isAwsEndpoint } from '../../../s3/aws-endpoints.ts';
import type { S3Values } from '../values.ts';

/** Writes Rust for the AWS SDK with the AWS profile, of which it takes no addressing. */
export const toRust = (values: S3Values): string => {
  const { profile, endpoint, region, addressing } = values;
  const options = [
    `.endpoint_url("${endpoint}")`,
    `.force_path_style(${addressing === 'path'})`,
    ...(isAwsEndpoint(endpoint)
      ? []
      : [
          '.request_checksum_calculation(RequestChecksumCalculation::WhenRequired)',
          '.response_checksum_validation(ResponseChecksumValidation::WhenRequired)',
        ]),
  ];
  return [
    'use aws_config::{BehaviorVersion, Region};',
    isAwsEndpoint(endpoint)
      ? 'use aws_sdk_s3::config::Builder;'
      : 'use aws_sdk_s3::config::{Builder, RequestChecksumCalculation, ResponseChecksumValidation};',
    '',
    'let shared = aws_config::defaults(BehaviorVersion::latest())',
    `    .profile_name("${profile}")`,
    `    .region(Region::new("${region}"))`,
    '    .load()',
    '    .await;',
    'let client = aws_sdk_s3::Client::from_conf(',
    '    Builder::from(&shared)',
    ...options.map((option) => `        ${option}`),
    '        .build(),',
    ');',
    '',
  ].join('\n');
};
