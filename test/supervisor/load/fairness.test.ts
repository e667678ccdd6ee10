import assert from 'node:assert/strict';
import { Agent, get } from 'node:http';
import { test } from 'node:test';
import { nodeBinary, nodeMajors } from '../../nodes.ts';
import { pidsOf, startApp } from './loadedApp.ts';

function ask(port: number, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('end', () => resolve(text));
    }).once('error', reject);
  });
}

for (const major of nodeMajors) {
  test(`eight kept connections spread evenly over four instances on Node ${major}`, async () => {
    await using app = await startApp({
      script: 'server.js',
      instances: 4,
      interpreter: nodeBinary(major),
    });
    const pids = await pidsOf(app);
    const agents = Array.from({ length: 8 }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
    const first: string[] = [];
    for (const agent of agents) first.push(await ask(app.port, agent));
    const shares = pids.map((pid) => first.filter((answer) => answer === String(pid)).length);
    assert.deepEqual(shares, [2, 2, 2, 2]);
    // The connections were kept.
    assert.deepEqual(await Promise.all(agents.map((agent) => ask(app.port, agent))), first);
    for (const agent of agents) agent.destroy();
  });
}

/** Instances that accept by themselves have a descriptor of the listening socket. */
const tellsWhoAccepts = `
const server = require('node:http').createServer((_request, response) =>
  response.end(server._handle.fd > 0 ? 'the instance' : 'the host'));
server.listen(Number(process.env.LISTEN));
`;

for (const { what, policy, variable, accepts } of [
  { what: 'nothing', accepts: 'the host' },
  { what: 'scheduling_policy: none', policy: 'none', accepts: 'the instance' },
  { what: 'NODE_CLUSTER_SCHED_POLICY=none', variable: 'none', accepts: 'the instance' },
  { what: 'both, at odds with each other,', policy: 'rr', variable: 'none', accepts: 'the host' },
]) {
  test(`with ${what} set, ${accepts} accepts connections`, async () => {
    const options = { script: 'policy.js', instances: 2, scheduling_policy: policy };
    const files = { 'policy.js': tellsWhoAccepts };
    const env = variable === undefined ? {} : { NODE_CLUSTER_SCHED_POLICY: variable };
    await using app = await startApp(options, { files, env });
    assert.equal(await ask(app.port, new Agent()), accepts);
  });
}
