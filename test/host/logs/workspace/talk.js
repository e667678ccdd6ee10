// Says that it is there, and does what it reads.
const { fail } = require('./lib/fail.js');
const own = process.env.NODE_APP_INSTANCE;

console.log(`instance ${own} is ready`);
process.stdin.setEncoding('utf8').on('data', (text) => {
  for (const line of text.split('\n').filter(Boolean)) {
    if (line === 'fail') fail();
    else if (line === 'warn') console.error('\u001b[33mnot so good\u001b[0m, see lib/fail.js:3');
    else console.log(`${own} read ${line}`);
  }
});
