// A test file whose process stays after its last test, as one does that failed between opening something and promising
// to close it, would keep `node --test` waiting for ever: it has no limit for files. Such a file is ended here, which
// fails it, and is told what it left open.
const { after } = require('node:test');

const patienceMs = Number(process.env.DROVER_TEST_STAYS_MS ?? 20_000);

// The runner itself loads this too.
if (process.env.NODE_TEST_CONTEXT === 'child-v8') {
  after(() => {
    const end = () => {
      const open = process.getActiveResourcesInfo().join(', ');
      process.stderr.write(
        `${process.argv[1]} stays ${patienceMs} ms after its tests, with these open: ${open}\n`,
      );
      process.exit(1);
    };
    setTimeout(end, patienceMs).unref();
  });
}
