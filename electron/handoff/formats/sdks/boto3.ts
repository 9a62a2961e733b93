import type { S3Values } from '../values.ts';

/** Writes Python for boto3 with the AWS profile. */
export const toBoto3 = ({ profile, endpoint, region, addressing }: S3Values): string =>
  `import boto3
from botocore.config import Config

s3 = boto3.Session(profile_name="${profile}").client(
    "s3",
    endpoint_url="${endpoint}",
    region_name="${region}",
    config=Config(s3={"addressing_style": "${addressing}"}),
)
`;
