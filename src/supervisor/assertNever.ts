/** Marks the end of a `switch` that names every case; a new case stops it from compiling. */
export function assertNever(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
}
