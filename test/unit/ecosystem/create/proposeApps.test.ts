import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outlineOf, proposalsFor } from './folderOf.ts';

const listens = "require('http').createServer().listen(process.env.PORT || 4000)";
const idle = 'setInterval(() => {}, 1000)';

interface Row {
  readonly about: string;
  readonly files: Readonly<Record<string, string>>;
  readonly expected: readonly string[];
}

/** What `outlineOf` says of the proposals for a folder with these files. */
const rows: readonly Row[] = [
  {
    about: 'a start script is taken for the file it runs, with the port of .env, and nodemon for the same',
    files: {
      'package.json':
        '{"name": "@me/api", "scripts": {"start": "node ./server.js", "dev": "nodemon server.js", "test": "node --test", "lint": "eslint"}}',
      'server.js': listens,
      '.env': 'PORT=4100\nDB=x',
    },
    expected: ['* api: server.js, x2, cluster, port 4100, .env'],
  },
  {
    about: 'what has to be built first stays with npm, and the source is run instead',
    files: {
      'package.json':
        '{"name": "api", "scripts": {"build": "tsc", "start": "node dist/index.js", "dev": "tsx watch src/index.ts"}}',
      'src/index.ts': 'import app from "./app.js"; app.listen(3001)',
    },
    expected: ['  api: npm start', '* api-dev: tsx src/index.ts, x2, cluster, port 3001'],
  },
  {
    about: 'a program whose module beside it listens is a server',
    files: {
      'package.json': '{"scripts": {"start": "node bin/www"}}',
      'bin/www': "require('../app').boot()",
      'app.js': `// app.listen(1)\n${listens}`,
    },
    expected: ['* shop: bin/www, x2, cluster, port 4000'],
  },
  {
    about: 'frameworks keep their command and package manager',
    files: {
      'package.json':
        '{"name": "site", "scripts": {"dev": "next dev -p 3005", "start": "next start", "build": "next build"}}',
      'pnpm-lock.yaml': '',
    },
    expected: ['* site: pnpm start, port 3000', '  site-dev: pnpm run dev, port 3005'],
  },
  {
    about: 'a front end that has only "dev" is named after its package',
    files: { 'package.json': '{"scripts": {"dev": "vite", "build": "vite build"}}' },
    expected: ['* shop: npm run dev, port 5173'],
  },
  {
    about: 'of a workspace only its packages are proposed, each in its folder',
    files: {
      'package.json': '{"workspaces": ["apps/*", "packages/*"], "scripts": {"dev": "turbo run dev"}}',
      'apps/web/package.json': '{"name": "web", "scripts": {"dev": "next dev"}}',
      'apps/api/package.json':
        '{"name": "@x/api", "main": "index.js", "scripts": {"dev": "node --watch index.js"}}',
      'apps/api/index.js': listens,
      'packages/lib/package.json': '{"main": "index.js"}',
      'packages/lib/index.js': 'module.exports = 1',
      'other/package.json': '{"scripts": {"start": "node a.js"}}',
      'other/a.js': listens,
      'node_modules/x/package.json': '{"scripts": {"start": "node a.js"}}',
    },
    expected: [
      '* web: npm run dev, in apps/web, port 3000',
      '* api: index.js, in apps/api, x2, cluster, port 4000',
    ],
  },
  {
    about: 'pnpm names its packages in a file of its own',
    files: {
      'package.json': '{}',
      'pnpm-workspace.yaml': "packages:\n  - 'svc/**'\n  - '!svc/old'\n",
      'svc/a/b/package.json': '{"name": "b", "scripts": {"start": "vite preview"}}',
      'svc/old/package.json': '{"name": "old", "scripts": {"start": "vite preview"}}',
      'c/package.json': '{"name": "c", "scripts": {"start": "vite preview"}}',
    },
    expected: ['* b: npm start, in svc/a/b, port 4173'],
  },
  {
    about: 'several programs of one package are several apps; what serves nobody is not chosen',
    files: {
      'package.json':
        '{"name": "w", "scripts": {"start:api": "node api.js", "start:worker": "node worker.js", "seed": "node seed.js", "gateway": "node gw.js"}}',
      'api.js': listens,
      'worker.js': idle,
      'gw.js': listens,
      'seed.js': '1',
    },
    expected: [
      '* w-api: api.js, x2, cluster, port 4000',
      '  w-worker: worker.js',
      '* w-gateway: gw.js, x2, cluster, port 4000',
    ],
  },
  {
    about: 'an app that makes its own cluster is one instance',
    files: {
      'package.json': '{"main": "server.js"}',
      'server.js':
        "const cluster = require('node:cluster'); if (cluster.isPrimary) cluster.fork(); else app.listen(8080)",
    },
    expected: ['* shop: server.js, fork, port 8080, own cluster'],
  },
  {
    about: 'sessions of socket.io do not bear several instances',
    files: {
      'package.json': '{"main": "server.js", "dependencies": {"socket.io": "4"}}',
      'server.js': 'io.listen(3000)',
    },
    expected: ['* shop: server.js, port 3000'],
  },
  {
    about: 'a script with hooks is left to npm, which runs them',
    files: {
      'package.json': '{"name": "h", "scripts": {"prestart": "npm run build", "start": "node server.js"}}',
      'server.js': listens,
    },
    expected: ['* h: npm start, port 4000'],
  },
  {
    about: 'variables and flags of a command are kept, and commands that start other apps are left out',
    files: {
      'package.json':
        '{"name": "e", "scripts": {"start": "cross-env NODE_ENV=production node -r dotenv/config server.js --flag", "dev": "concurrently a b"}}',
      'server.js': listens,
    },
    expected: ['* e: -r dotenv/config server.js --flag, x2, cluster, port 4000, {"NODE_ENV":"production"}'],
  },
  {
    about: 'a library is no app, and its command is not chosen',
    files: {
      'package.json': '{"name": "l", "main": "index.js", "bin": {"tool": "cli.js"}}',
      'index.js': 'module.exports = 1',
      'cli.js': '1',
    },
    expected: ['  tool: cli.js'],
  },
  {
    about: 'a server without a package.json is found by its name',
    files: { 'server.js': listens },
    expected: ['* shop: server.js, x2, cluster, port 4000'],
  },
  {
    about: 'a Procfile says what is run, with the address left to Drover',
    files: {
      Procfile:
        'web: gunicorn app:app --bind 0.0.0.0:$PORT --workers 4\nworker: celery -A tasks worker\nclock: sleep 1 && date\nrelease: ./migrate.sh\n',
      'requirements.txt': 'Flask==3\ngunicorn\n',
      'app.py': 'from flask import Flask\napp = Flask(__name__)\n',
    },
    expected: [
      '* web: gunicorn app:app, x4, port 8000',
      '* worker: celery -A tasks worker',
      '* clock: sleep 1 && date',
    ],
  },
  {
    about: 'in other commands of a Procfile the port is filled in',
    files: { Procfile: 'web: bundle exec puma -p ${PORT:-3000}\r\n' },
    expected: ['* web: bundle exec puma -p {PORT}, port 3000'],
  },
  {
    about: 'FastAPI in a src folder is run by uvicorn of the tool that the project uses',
    files: {
      'pyproject.toml': '[project]\nname = "shop-api"\ndependencies = ["fastapi", "uvicorn[standard]"]\n',
      'src/shop/main.py': 'from fastapi import FastAPI\n\napp: FastAPI = FastAPI()\n',
      'src/shop/__init__.py': '',
      'uv.lock': '',
    },
    expected: ['* shop-api: uv run uvicorn --app-dir src shop.main:app, x2, port 8000'],
  },
  {
    about: 'hypercorn is taken where it is the server that is there',
    files: { 'requirements.txt': 'quart\nhypercorn\n', 'app.py': 'app = Quart(__name__)' },
    expected: ['* shop: hypercorn app:app, x2, port 8000'],
  },
  {
    about: 'Flask is run by its own server, out of the virtual environment',
    files: {
      'requirements.txt': 'flask\n',
      'app.py': 'import flask\napplication = flask.Flask("x")\n',
      [process.platform === 'win32' ? '.venv/Scripts/flask' : '.venv/bin/flask']: '',
    },
    expected: [
      `* shop: ${process.platform === 'win32' ? '.venv/Scripts/flask' : '.venv/bin/flask'} --app app:application run --port {PORT}, port 5000`,
    ],
  },
  {
    about: 'Django is run by manage.py',
    files: { 'manage.py': '("DJANGO_SETTINGS_MODULE", "mysite.settings")', 'requirements.txt': 'Django' },
    expected: ['* shop: manage.py runserver --noreload {PORT}, port 8000'],
  },
  {
    about: 'Django is run by gunicorn where the project has it',
    files: {
      'manage.py': "('DJANGO_SETTINGS_MODULE', 'mysite.settings')",
      'requirements/base.txt': 'Django\ngunicorn',
      'mysite/wsgi.py': '',
    },
    expected: ['* shop: gunicorn mysite.wsgi:application, x2, port 8000'],
  },
  {
    about: 'services that are built here are apps, images are not, and paths are those of the folder',
    files: {
      'docker-compose.yml':
        'services:\n  db:\n    image: postgres\n  api:\n    build: ./api\n    ports: ["8080:3000"]\n  web:\n    build: {context: ./web}\n    command: npm run dev\n  jobs:\n    build: ./api\n    command: ["node", "jobs.js"]\n',
      'api/Dockerfile':
        'FROM node AS b\nCMD ["no"]\nFROM node\nWORKDIR /app\n# CMD ["no"]\nCMD ["node", \\\n  "/app/server.js"]\n',
      'api/server.js': listens,
      'api/jobs.js': idle,
      'web/package.json': '{"name": "front", "scripts": {"dev": "vite"}}',
    },
    expected: [
      '* front: npm run dev, in web, port 5173',
      '* api: server.js, in api, x2, cluster, port 4000',
      '  jobs: jobs.js, in api',
    ],
  },
  {
    about: 'a container that is run like the project is no second app',
    files: {
      'compose.yaml': 'services:\n  api:\n    build: .\n    ports: ["80:8000"]\n',
      Dockerfile: 'FROM python\nWORKDIR /code\nCMD uvicorn main:app --host 0.0.0.0 --port 8000\n',
      'main.py': 'app = FastAPI()',
      'requirements.txt': 'fastapi\nuvicorn',
    },
    expected: ['* shop: uvicorn main:app, x2, port 8000'],
  },
  {
    about: 'Go programs are those of package main; what comments say does not count',
    files: {
      'go.mod': 'module github.com/x/tool/v2\n',
      'cmd/api/main.go': 'package main\nfunc main() { http.ListenAndServe(":8081", nil) }',
      'cmd/cli/main.go': 'package main\n// http.ListenAndServe(":9", nil)\nfunc main() {}',
      'cmd/lib/main.go': 'package lib\n',
      'main.go': 'package main\nfunc main() { p := os.Getenv("PORT"); if p == "" { p = "9090" } }',
    },
    expected: [
      '* tool: go run ., port 9090',
      '* api: go run ./cmd/api, port 8081',
      '  cli: go run ./cmd/cli',
    ],
  },
  {
    about: 'binaries of a Cargo package',
    files: {
      'Cargo.toml': '[package]\nname = "svc"\n[dependencies]\naxum = "0.7"\n',
      'src/main.rs': 'let l = TcpListener::bind("0.0.0.0:3030"); axum::serve(l, app)',
      'src/bin/tool.rs': 'fn main() {}',
    },
    expected: ['* svc: cargo run --quiet --bin svc, port 3030', '  tool: cargo run --quiet --bin tool'],
  },
  {
    about: 'tasks of Deno',
    files: {
      'deno.jsonc':
        '{ // tasks\n "tasks": {"start": "deno run -A main.ts", "dev": "deno run --watch main.ts", "test": "x"}}',
      'main.ts': 'Deno.serve({ port: 8123 }, handler)',
    },
    expected: ['* shop: deno task start, port 8123', '  shop-dev: deno task dev, port 8123'],
  },
  {
    about: 'a Bun server',
    files: {
      'package.json': '{"name": "b", "scripts": {"start": "bun run index.ts"}}',
      'index.ts': 'Bun.serve({ port: 3456, fetch() {} })',
    },
    expected: ['* b: bun index.ts, port 3456'],
  },
  {
    about: 'Rails',
    files: { Gemfile: 'gem "rails"', 'config.ru': '', 'bin/rails': '#!/usr/bin/env ruby' },
    expected: ['* shop: ruby bin/rails server --port {PORT}, port 3000'],
  },
  {
    about: 'Rack',
    files: { Gemfile: "gem 'puma'", 'config.ru': '' },
    expected: ['* shop: bundle exec puma -p {PORT}, port 9292'],
  },
  {
    about: 'Laravel with its front end',
    files: { artisan: '', 'package.json': '{"scripts": {"dev": "vite"}}' },
    expected: ['* shop: php artisan serve --port={PORT}, port 8000', '* shop-2: npm run dev, port 5173'],
  },
  {
    about: "PHP's own server",
    files: { 'public/index.php': '<?php' },
    expected: ['* shop: php -S 127.0.0.1:{PORT} -t public, port 8000'],
  },
  { about: 'an empty folder has nothing', files: {}, expected: [] },
  {
    about: 'files that are damaged, or hold something else, are passed over',
    files: {
      'package.json': '{"scripts": [1], "main": 3, "bin": [], "workspaces": {"packages": [1]}',
      'compose.yaml': 'services: [1',
      'docker-compose.yml':
        'services:\n  a: 1\n  b:\n    build: 3\n  c:\n    build: ../..\n    command: node x.js\n',
      'pyproject.toml': '[[[',
      'requirements.txt': 'fastapi',
      'Cargo.toml': '[package',
      'deno.json': '[]',
      'go.mod': '',
      Procfile: 'nonsense\n: x\n',
    },
    expected: [],
  },
];

for (const { about, files, expected } of rows) {
  test(about, async () => {
    assert.deepEqual(outlineOf(await proposalsFor(files)), expected);
  });
}

test('names are unique, and say where an app was found', async () => {
  const server = { 'package.json': '{"main": "server.js"}', 'server.js': listens };
  const proposals = await proposalsFor(
    Object.fromEntries(
      ['a/web', 'b/web'].flatMap((at) =>
        Object.entries(server).map(([name, text]) => [`${at}/${name}`, text]),
      ),
    ),
  );
  assert.deepEqual(
    proposals.map(({ name, reason }) => [name, reason]),
    [
      ['web', { code: 'package-main', data: { file: 'a/web/package.json' } }],
      ['web-2', { code: 'package-main', data: { file: 'b/web/package.json' } }],
    ],
  );
});

test('folders and files without end are looked at in bounds', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 2000 }, (_, index) => [`p${index}/package.json`, '{"scripts": {"start": "vite"}}']),
  );
  const proposals = await proposalsFor(files);
  assert.ok(proposals.length > 100 && proposals.length <= 300, String(proposals.length));
});

test('texts made to be slow are read in time', async () => {
  const unclosed = ['/* ', '.listen({ ', 'from ', '"', 'serve(', 'PORT ', 'port: '].map((part) =>
    part.repeat(60_000),
  );
  for (const text of unclosed) {
    const names = [
      'server.js',
      'index.ts',
      'Dockerfile',
      'Procfile',
      'main.py',
      'main.go',
      'src/main.rs',
      'deno.json',
    ];
    const files = Object.fromEntries(names.map((name) => [name, text]));
    const projects = {
      'go.mod': 'module x',
      'requirements.txt': 'flask',
      'Cargo.toml': '[package]\n[dependencies]\naxum = "1"',
    };
    assert.ok(
      Array.isArray(
        await proposalsFor({ ...files, ...projects, 'compose.yaml': 'services: {a: {build: .}}' }),
      ),
    );
  }
});
