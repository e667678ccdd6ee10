import type { Rule } from './rule.ts';

export const fileEmpty: Rule = {
  code: 'file-empty',
  severity: 'error',
  about: 'Nothing is in the file but blanks and comments, so there is nothing to run.',
  examples: [
    {
      file: 'ecosystem.yaml',
      bad: '# apps of the shop\n',
      good: '# apps of the shop\napps:\n  - name: web\n    script: server.js\n',
    },
  ],
  *find({ tree: { text, root, language, syntax } }) {
    if (root !== null || syntax.length > 0) return;
    const isScript = language === 'javascript' || language === 'typescript' || language === 'json';
    const bare = isScript
      ? text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
      : text.replace(/#.*|^---\s*$|^\.\.\.\s*$/gm, '');
    if (bare.replace(/\uFEFF/g, '').trim() === '') yield { start: 0, end: 0, data: {} };
  },
};
