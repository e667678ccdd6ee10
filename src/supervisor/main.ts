import './keepSmall.ts';
import { runSupervisor } from './runSupervisor.ts';

runSupervisor(process.argv[2] ?? '').catch((error: unknown) => {
  console.error(error);
  process.exit(70);
});
