/** Sockets, timers and the like that this process has open. */
export function openResources(): string[] {
  return process.getActiveResourcesInfo().filter((name) => name !== 'Immediate');
}

/** What is open now and was not before; what an earlier test left may be closing meanwhile. */
export function beyond(before: readonly string[]): string[] {
  const left = [...before];
  return openResources().filter((name) => {
    const index = left.indexOf(name);
    if (index !== -1) left.splice(index, 1);
    return index === -1;
  });
}
