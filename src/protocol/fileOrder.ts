import type { FileInfo } from './model.ts';

type Listing = Pick<FileInfo, 'path' | 'apps'>;

/** Ecosystem files by path: they are read side by side, and come in another order each time. */
export function byPath<F extends Listing>(files: Iterable<F>): F[] {
  return [...files].sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Apps as `files`, one after another, list them; those that no file lists come last, in the order they had. */
export function inPlaces<A extends { readonly id: string }>(
  apps: Iterable<A>,
  files: readonly Listing[],
): A[] {
  const listed = files.flatMap((file) => file.apps);
  const places = new Map(listed.map((id, place) => [id, place]));
  const placeOf = ({ id }: A): number => places.get(id) ?? listed.length;
  return [...apps].sort((one, other) => placeOf(one) - placeOf(other));
}
