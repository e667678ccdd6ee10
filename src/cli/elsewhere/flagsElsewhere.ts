const quiet = 'Drover has no --silent. Send what it prints to /dev/null, or ask for --json.';
const force =
  'Drover needs no --force: what runs already is left alone by "start", and restarted by "restart". A second copy of an app gets another name by --name.';
const nothingSent = 'Drover sends nothing to anybody, so there is nothing to switch on or off.';
const units = '"drover export systemd" writes the units with which apps start with the machine.';
const sourceMaps = 'Give Node its own flag instead: --node-args=--enable-source-maps.';
const ownShim = 'Drover puts no monitoring into your program, so there is nothing to switch off.';

/**
 * Flags of PM2 and PMDaemon that a verb of Drover does not know: one sentence on what to use instead. Only asked
 * about flags that the verb has refused.
 */
export const flagsElsewhere: Readonly<Record<string, string>> = {
  '-s': quiet,
  '--silent': quiet,
  '-f': force,
  '--force': force,
  '--no-daemon': '"drover up" runs the apps in the foreground.',
  '--attach': 'Drover starts and returns. "drover logs <app>" then follows the output.',
  '--no-color': 'Set NO_COLOR=1 in the environment. What is not read by a terminal has no colours anyway.',
  '--parallel':
    'Only "start", "restart" and "reload" bring up several instances at a time: --parallel goes there.',
  '-a': 'It is --update-env, for "restart" and "reload".',
  '--update-env': 'Only "restart" and "reload" can give running apps the environment of this shell.',
  '-m': 'It is "drover list --mini-list".',
  '--mini-list': 'It is "drover list --mini-list".',
  '--sort': 'It is "drover list --sort memory:desc".',
  '-w': '"drover init" writes an ecosystem file.',
  '--write': '"drover init" writes an ecosystem file.',
  '-x': 'Drover runs any program as it is: drover start ./program.',
  '--execute-command': 'Drover runs any program as it is: drover start ./program.',
  '-u': units,
  '--user': units,
  '--hp': units,
  '--service-name': units,
  '--wait-ip': units,
  '--filter-env':
    'Drover leaves out what the editor has put into the environment. Set what an app must not have to an empty text under "env".',
  '--no-vizion': 'Drover does not look at versions, so there is nothing to switch off.',
  '--no-pmx': ownShim,
  '--no-automation': ownShim,
  '--trace': nothingSent,
  '--disable-trace': nothingSent,
  '--v8': nothingSent,
  '--event-loop-inspector': nothingSent,
  '--deep-monitoring': nothingSent,
  '--source-map-support': sourceMaps,
  '--disable-source-map-support': sourceMaps,
  '-V': 'It is "drover --version".',
  '-c': 'Name the ecosystem file itself: drover start ecosystem.json. The patterns of a restart are its "cron_restart".',
  '--config': 'Name the ecosystem file itself: drover start ecosystem.json.',
  '--status': 'Name the apps, a namespace or /regex/ instead, such as "drover delete /^old-/".',
};
