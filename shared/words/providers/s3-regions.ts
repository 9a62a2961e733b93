import { messages } from '../messages.ts';
import type { OptionWords } from './types.ts';

export const awsRegions: OptionWords = messages('providers/s3-regions.awsRegions', {
  'us-east-1': 'US East (N. Virginia), us-east-1',
  'us-east-2': 'US East (Ohio), us-east-2',
  'us-west-1': 'US West (N. California), us-west-1',
  'us-west-2': 'US West (Oregon), us-west-2',
  'ca-central-1': 'Canada (Central), ca-central-1',
  'eu-west-1': 'Europe (Ireland), eu-west-1',
  'eu-west-2': 'Europe (London), eu-west-2',
  'eu-west-3': 'Europe (Paris), eu-west-3',
  'eu-north-1': 'Europe (Stockholm), eu-north-1',
  'eu-south-1': 'Europe (Milan), eu-south-1',
  'eu-central-1': 'Europe (Frankfurt), eu-central-1',
  'ap-southeast-1': 'Asia Pacific (Singapore), ap-southeast-1',
  'ap-southeast-2': 'Asia Pacific (Sydney), ap-southeast-2',
  'ap-northeast-1': 'Asia Pacific (Tokyo), ap-northeast-1',
  'ap-northeast-2': 'Asia Pacific (Seoul), ap-northeast-2',
  'ap-northeast-3': 'Asia Pacific (Osaka), ap-northeast-3',
  'ap-south-1': 'Asia Pacific (Mumbai), ap-south-1',
  'ap-east-1': 'Asia Pacific (Hong Kong), ap-east-1',
  'sa-east-1': 'South America (São Paulo), sa-east-1',
  'il-central-1': 'Israel (Tel Aviv), il-central-1',
  'me-south-1': 'Middle East (Bahrain), me-south-1',
  'af-south-1': 'Africa (Cape Town), af-south-1',
  'cn-north-1': 'China (Beijing), cn-north-1',
  'cn-northwest-1': 'China (Ningxia), cn-northwest-1',
  'us-gov-east-1': 'AWS GovCloud (US-East), us-gov-east-1',
  'us-gov-west-1': 'AWS GovCloud (US-West), us-gov-west-1',
});

export const backblazeRegions: OptionWords = messages('providers/s3-regions.backblazeRegions', {
  'us-west-004': 'US West, us-west-004',
  'us-west-000': 'US West, us-west-000',
  'us-west-001': 'US West, us-west-001',
  'us-west-002': 'US West, us-west-002',
  'us-east-005': 'US East, us-east-005',
  'eu-central-003': 'EU Central, eu-central-003',
});

export const wasabiRegions: OptionWords = messages('providers/s3-regions.wasabiRegions', {
  'us-east-1': 'US East 1 (N. Virginia)',
  'us-east-2': 'US East 2 (N. Virginia)',
  'us-central-1': 'US Central 1 (Texas)',
  'us-west-1': 'US West 1 (Oregon)',
  'ca-central-1': 'CA Central 1 (Toronto)',
  'eu-central-1': 'EU Central 1 (Amsterdam)',
  'eu-central-2': 'EU Central 2 (Frankfurt)',
  'eu-west-1': 'EU West 1 (London)',
  'eu-west-2': 'EU West 2 (Paris)',
  'eu-south-1': 'EU South 1 (Milan)',
  'ap-northeast-1': 'AP Northeast 1 (Tokyo)',
  'ap-northeast-2': 'AP Northeast 2 (Osaka)',
  'ap-southeast-1': 'AP Southeast 1 (Singapore)',
  'ap-southeast-2': 'AP Southeast 2 (Sydney)',
});

export const digitalOceanRegions: OptionWords = messages(
  'providers/s3-regions.digitalOceanRegions',
  {
    nyc3: 'New York 3',
    ams3: 'Amsterdam 3',
    sfo2: 'San Francisco 2',
    sfo3: 'San Francisco 3',
    sgp1: 'Singapore 1',
    lon1: 'London 1',
    fra1: 'Frankfurt 1',
    tor1: 'Toronto 1',
    blr1: 'Bangalore 1',
    syd1: 'Sydney 1',
  },
);

export const hetznerRegions: OptionWords = messages('providers/s3-regions.hetznerRegions', {
  fsn1: 'Falkenstein, fsn1',
  nbg1: 'Nuremberg, nbg1',
  hel1: 'Helsinki, hel1',
});

export const scalewayRegions: OptionWords = messages('providers/s3-regions.scalewayRegions', {
  'fr-par': 'Paris, fr-par',
  'nl-ams': 'Amsterdam, nl-ams',
  'pl-waw': 'Warsaw, pl-waw',
  'it-mil': 'Milan, it-mil',
});

export const linodeClusters: OptionWords = messages('providers/s3-regions.linodeClusters', {
  'us-east-1': 'Newark, NJ, us-east-1',
  'us-southeast-1': 'Atlanta, GA, us-southeast-1',
  'us-ord-1': 'Chicago, IL, us-ord-1',
  'us-lax-1': 'Los Angeles, CA, us-lax-1',
  'us-mia-1': 'Miami, FL, us-mia-1',
  'us-sea-1': 'Seattle, WA, us-sea-1',
  'us-iad-1': 'Washington, DC, us-iad-1',
  'br-gru-1': 'São Paulo, br-gru-1',
  'eu-central-1': 'Frankfurt, eu-central-1',
  'nl-ams-1': 'Amsterdam, nl-ams-1',
  'gb-lon-1': 'London 2, gb-lon-1',
  'fr-par-1': 'Paris, fr-par-1',
  'es-mad-1': 'Madrid, es-mad-1',
  'it-mil-1': 'Milan, it-mil-1',
  'se-sto-1': 'Stockholm, se-sto-1',
  'ap-south-1': 'Singapore, ap-south-1',
  'sg-sin-1': 'Singapore 2, sg-sin-1',
  'in-maa-1': 'Chennai, in-maa-1',
  'id-cgk-1': 'Jakarta, id-cgk-1',
  'jp-osa-1': 'Osaka, jp-osa-1',
  'au-mel-1': 'Melbourne, au-mel-1',
});

export const idriveRegions: OptionWords = messages('providers/s3-regions.idriveRegions', {
  'us-west-1': 'Oregon, us-west-1',
  'us-west-2': 'Los Angeles, us-west-2',
  'us-west-3': 'San Jose, us-west-3',
  'us-southwest-1': 'Phoenix, us-southwest-1',
  'us-midwest-1': 'Chicago, us-midwest-1',
  'us-central-1': 'Dallas, us-central-1',
  'us-east-1': 'Virginia, us-east-1',
  'us-southeast-1': 'Miami, us-southeast-1',
  'ca-east-1': 'Montreal, ca-east-1',
  'eu-west-1': 'Ireland, eu-west-1',
  'eu-west-2': 'London, eu-west-2',
  'eu-west-3': 'London 2, eu-west-3',
  'eu-west-4': 'Paris, eu-west-4',
  'eu-central-1': 'Frankfurt 2, eu-central-1',
  'eu-central-2': 'Frankfurt, eu-central-2',
});
