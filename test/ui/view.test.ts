import { journey } from './harness/journey.ts';

journey('the view opens from the activity bar', { folder: 'examples/pm2-cluster' }, async ({ workbench }) => {
  await workbench.openDrover();
  await workbench.tree.row('kromosynth-render').locator.waitFor();
});
