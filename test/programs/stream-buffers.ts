/**
 * What asks what file a stream is, and what does not: a stream gets its buffer when it first needs one.
 *
 *     stream-buffers FILE
 */

import { sizeof } from "berkeley/memory";
import {
  _IOFBF,
  _IOLBF,
  _IONBF,
  clearerr,
  fclose,
  feof,
  ferror,
  fflush,
  type FILE,
  fopen,
  fputs,
  setvbuf,
  stderr,
} from "berkeley/stdio";
import { exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";

function opened(path: string): FILE {
  const stream = fopen(path, "w");
  if (stream === null) exit(EXIT_FAILURE);
  return stream;
}

function main(argc: number, argv: string[]): number {
  if (argc !== 2) return EXIT_FAILURE;
  const buf = Buffer.alloc(100);

  let stream = opened(argv[1]);
  if (fflush(stream) !== 0 || feof(stream) || ferror(stream)) return EXIT_FAILURE;
  clearerr(stream);
  fclose(stream);

  stream = opened(argv[1]);
  setvbuf(stream, null, _IOLBF, 0);
  fputs("by line\nand ", stream);
  fputs("more\n", stream);
  fclose(stream);

  stream = opened(argv[1]);
  setvbuf(stream, buf, _IOLBF, sizeof(buf));
  fputs("by line\nand more", stream);
  fclose(stream);

  stream = opened(argv[1]);
  setvbuf(stream, null, _IONBF, 0);
  fputs("at once", stream);
  fclose(stream);

  stream = opened(argv[1]);
  setvbuf(stream, null, _IOLBF, 0);
  setvbuf(stream, null, _IOFBF, 0);
  fputs("in the\nend", stream);
  fclose(stream);

  setvbuf(stderr, null, _IOLBF, 0);
  fputs("standard error ", stderr);
  fputs("by line\n", stderr);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
