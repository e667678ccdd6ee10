/**
 * The largest length, at most `length`, at which `bytes` can be cut without cutting a UTF-8 character. Bytes that
 * are not UTF-8 may be cut anywhere.
 */
export function characterBoundary(bytes: Buffer, length: number): number {
  for (let at = length - 1; at >= Math.max(0, length - 3); at--) {
    const byte = bytes[at] ?? 0;
    const isContinuation = (byte & 0xc0) === 0x80;
    if (!isContinuation) return at + characterLength(byte) > length ? at : length;
  }
  return length;
}

function characterLength(firstByte: number): number {
  if (firstByte < 0xc2 || firstByte > 0xf4) return 1;
  if (firstByte < 0xe0) return 2;
  return firstByte < 0xf0 ? 3 : 4;
}
