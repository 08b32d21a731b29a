// The body of an SDK that streams: `<hex size>[;chunk-signature=…]\r\n<bytes>\r\n …  0\r\n<trailers>\r\n`.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
import { Transform } from 'node:stream';
import { S3Error } from './errors.ts';

/** Much longer than any chunk header or trailer (a signature has about 90 bytes), to stop on invalid input. */
const longestLineBytes = 4096;

export interface AwsChunkedDecoder {
  /** Decodes to the object's bytes. Fails with InvalidRequest, or IncompleteBody if the end is missing. */
  readonly stream: Transform;
  /** Complete when the stream has ended; names in lower case. */
  readonly trailers: Readonly<Record<string, string>>;
}

export function createAwsChunkedDecoder(): AwsChunkedDecoder {
  const trailers: Record<string, string> = {};
  const state: State = { expects: 'size', line: Buffer.alloc(0), left: 0, trailers };
  const stream = new Transform({
    transform(bytes: Buffer, _encoding, done) {
      try {
        decode(state, bytes, (data) => this.push(data));
        done();
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
    flush(done) {
      done(state.expects === 'nothing' && state.line.length === 0 ? null : new S3Error('IncompleteBody'));
    },
  });
  return { stream, trailers };
}

interface State {
  expects: 'size' | 'data' | 'end of data' | 'trailer' | 'nothing';
  /** The part of a line that has arrived so far. */
  line: Buffer;
  /** Bytes of the current chunk that are still missing. */
  left: number;
  readonly trailers: Record<string, string>;
}

function decode(state: State, bytes: Buffer, push: (data: Buffer) => void): void {
  let rest = bytes;
  while (rest.length > 0) {
    if (state.expects === 'data') {
      push(rest.subarray(0, state.left));
      const length = Math.min(state.left, rest.length);
      state.left -= length;
      rest = rest.subarray(length);
      if (state.left === 0) state.expects = 'end of data';
    } else {
      const end = rest.indexOf('\n') + 1 || rest.length;
      state.line = Buffer.concat([state.line, rest.subarray(0, end)]);
      rest = rest.subarray(end);
      if (state.line.length > longestLineBytes) throw new S3Error('InvalidRequest');
      if (state.line.at(-1) === 0x0a) readLine(state);
    }
  }
}

function readLine(state: State): void {
  const line = state.line.toString('latin1');
  state.line = Buffer.alloc(0);
  if (!line.endsWith('\r\n')) throw new S3Error('InvalidRequest');
  const text = line.slice(0, -2);
  if (state.expects === 'size') startChunk(state, text);
  else if (state.expects === 'end of data' && text === '') state.expects = 'size';
  else if (state.expects === 'trailer' && text === '') state.expects = 'nothing';
  else if (state.expects === 'trailer') readTrailer(state, text);
  else throw new S3Error('InvalidRequest');
}

function startChunk(state: State, text: string): void {
  const [, size] = /^([0-9a-f]{1,12})(?:;.*)?$/i.exec(text) ?? [];
  if (size === undefined) throw new S3Error('InvalidRequest');
  state.left = Number.parseInt(size, 16);
  state.expects = state.left === 0 ? 'trailer' : 'data';
}

function readTrailer(state: State, text: string): void {
  const [, name, value] = /^([^:]+):\s*(.*?)\s*$/.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new S3Error('MalformedTrailerError');
  state.trailers[name.toLowerCase()] = value;
}
