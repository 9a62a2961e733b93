import { isAwsEndpoint } from '../../../s3/aws-endpoints.ts';
import type { S3Values } from '../values.ts';

/** Writes Go for the AWS SDK v2 with the AWS profile, of which it takes no addressing. */
export const toGo = (values: S3Values): string => {
  const { profile, endpoint, region, addressing } = values;
  const options = [
    `o.BaseEndpoint = aws.String("${endpoint}")`,
    `o.UsePathStyle = ${addressing === 'path'}`,
    ...(isAwsEndpoint(endpoint)
      ? []
      : [
          'o.RequestChecksumCalculation = aws.RequestChecksumCalculationWhenRequired',
          'o.ResponseChecksumValidation = aws.ResponseChecksumValidationWhenRequired',
        ]),
  ];
  return [
    'cfg, err := config.LoadDefaultConfig(ctx,',
    `\tconfig.WithSharedConfigProfile("${profile}"),`,
    `\tconfig.WithRegion("${region}"),`,
    ')',
    'if err != nil {',
    '\treturn err',
    '}',
    'client := s3.NewFromConfig(cfg, func(o *s3.Options) {',
    ...options.map((option) => `\t${option}`),
    '})',
    '',
  ].join('\n');
};
