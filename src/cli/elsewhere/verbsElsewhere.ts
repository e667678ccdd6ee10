const noModules = 'Drover has no modules. Start the program as an app of its own: drover start <script>.';
const noSettings =
  'Drover keeps no settings on the command line. What an app needs is in its ecosystem file; the editor has the rest in its settings.';
const nothingSent =
  'Drover sends nothing to anybody. "drover monit" shows the apps here, and "drover web" serves them as JSON and as Prometheus metrics.';
const leftToGit =
  'Drover leaves versions to Git. Run "git pull" or "git checkout", then "drover reload <app>".';
const profiler =
  'Drover has no profiler of its own. "drover inspect <instance>" opens the inspector of Node, which the profilers of Chrome and of VS Code attach to.';
const monit = '"drover monit" shows the apps full-screen.';
const webToken =
  '"drover web" makes the token of the HTTP API and says where it is. See "drover web --help".';

/** What people type who know PM2 or PMDaemon, and Drover does not have: one sentence on what to use instead. */
export const verbsElsewhere: Readonly<Record<string, string>> = {
  startup:
    'Drover does not start with the machine by itself. "drover export systemd" writes units with which your apps do.',
  unstartup:
    'Drover has installed nothing that starts with the machine. For units of "drover export systemd" there is "systemctl disable".',
  deploy:
    'Drover deploys nothing. Let what brings your code to a machine (ssh, rsync, CI) run "drover start" or "drover reload" there.',
  serve:
    'Drover serves no files by itself. Start a file server as an app: drover start "npx serve dist" --name site.',
  expose: 'Drover serves no files by itself. Start a file server as an app: drover start "npx serve dist".',
  install: noModules,
  uninstall: noModules,
  'module:install': noModules,
  'module:update': noModules,
  'module:generate': noModules,
  'module:uninstall': noModules,
  'module:publish': noModules,
  package: noModules,
  publish: noModules,
  autoinstall: noModules,
  'install-otel': noModules,
  'uninstall-otel': noModules,
  logrotate: 'Drover rotates log files by itself: each at 10 MB, and the last five are kept.',
  set: noSettings,
  get: noSettings,
  unset: noSettings,
  multiset: noSettings,
  conf: noSettings,
  config: noSettings,
  link: nothingSent,
  unlink: nothingSent,
  plus: nothingSent,
  register: nothingSent,
  login: nothingSent,
  logout: nothingSent,
  open: nothingSent,
  monitor: nothingSent,
  unmonitor: nothingSent,
  trigger:
    'Drover knows no actions of @pm2/io. "drover send <instance> <line>" gives an instance a line to read, and "drover signal" sends it a signal.',
  pull: leftToGit,
  forward: leftToGit,
  backward: leftToGit,
  'profile:cpu': profiler,
  'profile:mem': profiler,
  imonit: monit,
  deepUpdate: '"drover update" restarts the supervisor, with what runs.',
  examples: 'Each verb has its examples in its own help, such as "drover help start".',
  'pm2-dev': '"drover start --dev" runs one instance of each app that follows every saved file.',
  dev: '"drover start --dev" runs one instance of each app that follows every saved file.',
  'pm2-runtime': '"drover up" runs the apps in the foreground, as in a container.',
  'pm2-docker': '"drover up" runs the apps in the foreground, as in a container.',
  runtime: '"drover up" runs the apps in the foreground, as in a container.',
  'show-api-key': webToken,
  'regenerate-api-key': webToken,
};
