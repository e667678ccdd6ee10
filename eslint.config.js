import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { folderImports } from './scripts/lint/folderImports.mjs';

const testFunctions = { from: 'package', package: 'node:test', name: ['test', 'it', 'describe', 'suite'] };

export default defineConfig(
  globalIgnores([
    'dist/',
    'drover.cjs',
    '.cache/',
    'examples/',
    'test/fixtures/',
    'test-results/',
    'test/host/*/workspace/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    // Each project is read once. The service that editors use for this takes more than twice the time over so many files.
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'src/monitor/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      eqeqeq: ['error', 'always'],
      'no-empty': 'error',
      'max-params': ['error', 4],
      'max-lines': ['error', 400],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: [testFunctions] }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      '@typescript-eslint/no-misused-spread': ['error', { allow: [{ from: 'lib', name: 'string' }] }],
      // Fields change while a promise is waited for, and foreign data is seldom what its types promise.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      // Methods of promised interfaces need not wait for anything.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { drover: { rules: { 'folder-imports': folderImports } } },
    rules: {
      'drover/folder-imports': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportAllDeclaration',
          message: 'No barrel files: import from the file that defines it.',
        },
        {
          selector: 'ExportNamedDeclaration[source]',
          message: 'No barrel files: import from the file that defines it.',
        },
        { selector: 'ExportDefaultDeclaration', message: 'No default exports.' },
      ],
    },
  },
  {
    files: ['src/extension/**/*.ts'],
    ignores: ['src/extension/messages.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['showErrorMessage', 'showWarningMessage', 'showInformationMessage'].map((property) => ({
          object: 'window',
          property,
          message: 'Use messages.ts, where nothing that is quoted becomes a link.',
        })),
      ],
    },
  },
  {
    // CommonJS that patches Node's own modules.
    files: ['src/runtime/**/*.ts'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },
);
