import { window } from 'vscode';
import type { SignalName } from '../../protocol/signals.ts';
import { signalNames } from '../../protocol/signals.ts';
import { t } from '../localise.ts';

/** Lets the user pick a signal; undefined when none is picked. */
export async function pickSignal(): Promise<SignalName | undefined> {
  const meanings = signalMeanings();
  const items = signalNames.map((signal) => ({ label: signal, description: meanings[signal], signal }));
  const placeHolder = t('The signal that its own process gets');
  return (await window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.signal;
}

/** What programs usually do upon a signal. */
function signalMeanings(): Record<SignalName, string> {
  return {
    SIGHUP: t('reads its configuration again, in many servers; ends others'),
    SIGUSR1: t('what the program makes of it; opens the inspector of Node'),
    SIGUSR2: t('what the program makes of it'),
    SIGINT: t('ends it, as Ctrl+C does; it comes back as after a crash'),
    SIGTERM: t('ends it in order; it comes back as after a crash'),
    SIGQUIT: t('ends it, often with a dump of its threads'),
    SIGABRT: t('ends it with a core dump, where these are kept'),
    SIGKILL: t('ends it at once, without a chance to clean up'),
    SIGSTOP: t('pauses it until SIGCONT'),
    SIGTSTP: t('asks it to pause until SIGCONT, as Ctrl+Z does'),
    SIGCONT: t('lets it go on'),
    SIGALRM: t('as if a timer had run out'),
    SIGPIPE: t('as if nobody read its output any more'),
    SIGTTIN: t('one worker more, in gunicorn'),
    SIGTTOU: t('one worker less, in gunicorn'),
    SIGWINCH: t('as if the size of the terminal had changed; workers finish, in some servers'),
  };
}
