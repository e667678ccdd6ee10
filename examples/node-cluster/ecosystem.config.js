module.exports = {
  apps: [
    // Drover forks it four times: every instance shares port 8000.
    { name: 'hello', script: 'server.js', instances: 4, exec_mode: 'cluster' },
    // Forks by itself: one instance, its workers are shown below it.
    { name: 'self-forking', script: 'primary.js' },
  ],
};
