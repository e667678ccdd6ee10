const reminderMs = 15_000;

function seconds(sinceMs: number): string {
  const elapsed = Math.round((Date.now() - sinceMs) / 1000);
  return elapsed < 60 ? `${elapsed} s` : `${Math.floor(elapsed / 60)} min ${elapsed % 60} s`;
}

/** Says what is being done, how long it takes so far (every 15 s), and when it is done. */
export async function progress<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = Date.now();
  console.log(`- ${what} …`);
  const reminder = setInterval(() => {
    console.log(`  ${what}: ${seconds(start)} so far`);
  }, reminderMs);
  try {
    const result = await work();
    console.log(`  ${what}: done in ${seconds(start)}`);
    return result;
  } finally {
    clearInterval(reminder);
  }
}
