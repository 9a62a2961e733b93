import { createHash, randomUUID } from 'node:crypto';
import { newObject, type StoredObject } from './s3-buckets.ts';
import { S3Refusal } from './s3-errors.ts';

type Details = Partial<Pick<StoredObject, 'contentType' | 'metadata'>>;

type Upload = {
  /** Answers the part's ETag. */
  readonly addPart: (number: number, data: Buffer) => string;
  /** Takes the list of parts that the client sends and makes one object of them. */
  readonly complete: (list: string, modifiedEpochMs: number) => StoredObject;
  readonly abort: () => void;
};

const smallestPartBytes = 5 * 1024 * 1024;
const md5 = (data: Buffer): Buffer => createHash('md5').update(data).digest();

const readPartList = (list: string): readonly { number: number; etag: string }[] => {
  const parts = [...list.matchAll(/<Part>([\s\S]*?)<\/Part>/g)].map(([, part = '']) => ({
    number: Number(/<PartNumber>(\d+)</.exec(part)?.[1]),
    // Go writes its quotes as numbers, and s3cmd leaves them out.
    etag: (/<ETag>([^<]*)</.exec(part)?.[1] ?? '').replace(/"|&(?:quot|#34|#x22);/g, ''),
  }));
  if (parts.length === 0) throw new S3Refusal('MalformedXML');
  return parts;
};

/** Keeps uploads in parts until they are completed, by the rules of the Amazon S3 API reference. */
export const createMultipartUploads = () => {
  const uploads = new Map<string, { readonly place: string; readonly upload: Upload }>();

  const begin = (place: string, details: Details): string => {
    const id = randomUUID();
    const parts = new Map<number, Buffer>();
    const etagOf = (data: Buffer): string => md5(data).toString('hex');
    const complete: Upload['complete'] = (list, modifiedEpochMs) => {
      const chosen = readPartList(list).map(({ number, etag }, index, all) => {
        const data = parts.get(number);
        if (data === undefined || etagOf(data) !== etag) throw new S3Refusal('InvalidPart');
        if (number <= (all[index - 1]?.number ?? 0)) throw new S3Refusal('InvalidPartOrder');
        if (index < all.length - 1 && data.length < smallestPartBytes) {
          throw new S3Refusal('EntityTooSmall');
        }
        return data;
      });
      uploads.delete(id);
      const etag = md5(Buffer.concat(chosen.map(md5))).toString('hex');
      return newObject(Buffer.concat(chosen), {
        ...details,
        modifiedEpochMs,
        etag: `"${etag}-${chosen.length}"`,
      });
    };
    uploads.set(id, {
      place,
      upload: {
        addPart: (number, data) => {
          if (!Number.isInteger(number) || number < 1 || number > 10_000) {
            throw new S3Refusal('InvalidArgument', 'partNumber');
          }
          parts.set(number, data);
          return `"${etagOf(data)}"`;
        },
        complete,
        abort: () => uploads.delete(id),
      },
    });
    return id;
  };

  return {
    begin,
    /** Lists what was begun below a place. */
    below: (place: string) =>
      [...uploads].flatMap(([UploadId, { place: of }]) =>
        of.startsWith(place) ? [{ Key: of.slice(place.length), UploadId }] : [],
      ),
    find: (id: string, place: string): Upload => {
      const found = uploads.get(id);
      if (found === undefined || found.place !== place) throw new S3Refusal('NoSuchUpload');
      return found.upload;
    },
  };
};
