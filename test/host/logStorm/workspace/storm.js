// Writes numbered lines as it is told: "burst <count>" at once, "stream <a second> <seconds>" evenly.
let number = 0;

function write(count) {
  let text = '';
  for (let line = 0; line < count; line += 1) text += `${(number += 1)} ${'x'.repeat(60)}\n`;
  process.stdout.write(text);
}

console.log('waiting');
process.stdin.setEncoding('utf8').on('data', (order) => {
  const [verb, count, seconds] = order.trim().split(' ');
  if (verb === 'burst') {
    write(Number(count));
    console.log(`the end of ${verb}`);
    return;
  }
  const start = Date.now();
  let written = 0;
  const timer = setInterval(() => {
    const due = Math.floor(Math.min((Date.now() - start) / 1000, seconds) * count);
    write(due - written);
    written = due;
    if (due < count * seconds) return;
    clearInterval(timer);
    console.log(`the end of ${verb}`);
  }, 10);
});
