/** What the consumers are called that Stowkey makes by itself. */
export const consumerWords = {
  commandLine: 'Command line',
  awsProfile: (profile: string) => `AWS profile ${profile}`,
} as const;
