// What only a run tells: the first of the two options is computed.
const computed = ['max', 'restart'].join('_');

module.exports = {
  apps: [{ name: 'computed', script: 'server.js', [computed]: 3, instancez: 2 }],
};
