import {spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Metafile} from 'esbuild';
import {describe, expect, inject, onTestFinished, test} from 'vitest';
import packageJson from '../package.json' with {type: 'json'};
import {cleanEnvironment, runPlugin, startCommand} from './helpers/built-plugin.ts';

const plugin = inject('plugin');

const result = (argv: readonly string[], env: Readonly<Record<string, string>> = {}) => {
	const {stdout, stderr, status} = runPlugin(plugin, argv, env);
	return {stdout, stderr, status};
};

const versionLine = `kubectl-iter8 v${packageJson.version} (Node ${process.version}, ${process.platform}/${process.arch})\n`;

const overallHelp = `Safe rollouts of machine-learning models on KServe, from a terminal.

Verbs:
  init        Set up routing for an app
  deploy      Deploy the next version of an app
  status      Show apps, their versions and where requests go
  explain     Say where a request goes, and why not elsewhere
  check       Look for what is wrong, and say what to do
  send-test   Send inference requests to an app through the gateway
  compare     Say whether an app's candidate is as good as its primary
  weights     Set how an app's requests are split
  promote     Make an app's candidate its primary
  abort       Go back to the version before the rollout
  undo        Give the primary a spec that it had before
  history     Show which specs the primary has had, and who changed them
  cleanup     Remove an app's routing, and its versions with --all
  watch       Run the daemon that routes requests
  tui         Roll out apps on a full screen
  render      Print the objects of a values file or a routemap's routes
  sandbox     Start a little cluster to try things on
  version     Print the version of kubectl-iter8
  options     List the flags that every verb takes
  help        Show help for a verb

Usage:
  kubectl iter8 VERB [options]

Options go after iter8, before or after the verb. 'kubectl -n x iter8 status'
cannot work, because kubectl takes no options before the name of a plugin; write
'kubectl iter8 status -n x'.

Use "kubectl iter8 VERB --help" for more about a verb.
Use "kubectl iter8 options" for the options that every verb takes.
`;

const promoteHelp = `Gives the primary the candidate's spec, waits until it serves, and only then
deletes the candidate. Both must answer the same request: the candidate first,
the primary once it serves. Says what will change and asks. When it was stopped
half-way, run it again to go on or abort to go back; undo takes a promotion back
that is done.

Examples:
  # Promote the candidate
  kubectl iter8 promote wisdom -f input.json

  # Wait for a large model
  kubectl iter8 promote wisdom -f input.json --timeout 45m

  # Ask a model that speaks V1
  kubectl iter8 promote wisdom -f instances.json

  # Promote one of several candidates
  kubectl iter8 promote wisdom wisdom-2 -f input.json

  # The same in a script
  kubectl iter8 promote wisdom -f input.json --yes

Options:
      --cacert=FILE
        With --url, file with the authority of the gateway's certificate
      --drain=5s
        Time that requests under way get after a route has changed, before a
        version may end
      --dry-run=none|client|server
        With client only print what would be sent; with server send it without
        storing it
  -f, --filename=FILE
        File with the inference request (JSON: V2, V1, OpenAI) that candidate
        and new primary must answer
      --insecure
        With --url, do not check the gateway's certificate
      --path=PATH
        Path of the request; without it that of the model in the request's
        protocol
      --skip-test
        Send no inference request, neither to the candidate nor to the new
        primary
      --timeout=10m
        Time to wait before giving up, in seconds or with a unit (1s, 2m, 3h); 0
        waits for ever
      --token-file=FILE
        File with a bearer token for the gateway, which is shown nowhere
      --url=URL
        Gateway to send the request to; without it a port is forwarded
      --wait=true
        Wait also until the candidate is gone
  -y, --yes
        Do not ask

Usage:
  kubectl iter8 promote APP [VERSION] [options]

Use "kubectl iter8 options" for the options that every verb takes.
`;

test.each([[[]], [['help']], [['--help']], [['-h']], [['-n', 'x']]])('%j prints the help of the program', argv => {
	expect(result(argv)).toEqual({stdout: overallHelp, stderr: '', status: 0});
});

test.each([[['promote', '--help']], [['-h', 'promote']], [['help', 'promote']]])(
	'%j prints the help of the verb',
	argv => {
		expect(result(argv)).toEqual({stdout: promoteHelp, stderr: '', status: 0});
	},
);

test('options lists the flags of all verbs', () => {
	const {stdout, stderr, status} = result(['options']);
	expect({stderr, status}).toEqual({stderr: '', status: 0});
	expect(stdout).toContain(`  -n, --namespace=NAMESPACE
        Namespace to work in; without it the context's, else default
      --no-color
        Print without colours, as a non-empty NO_COLOR does
`);
});

test('version prints the version, also for programs', () => {
	expect(result(['version'])).toEqual({stdout: versionLine, stderr: '', status: 0});
	const {stdout, status} = result(['-ojson', 'version']);
	expect({facts: JSON.parse(stdout), status}).toEqual({
		facts: {
			version: `v${packageJson.version}`,
			node: process.version,
			platform: `${process.platform}/${process.arch}`,
		},
		status: 0,
	});
	expect(result(['version', '-o', 'yaml']).stdout).toBe(
		`node: ${process.version}\nplatform: ${process.platform}/${process.arch}\nversion: v${packageJson.version}\n`,
	);
});

test.each([
	[
		['statsu'],
		`error: unknown command "statsu" for "kubectl iter8", did you mean "status"?
See 'kubectl iter8 --help' for usage.
`,
	],
	[
		['help', 'statsu'],
		`error: unknown command "statsu" for "kubectl iter8", did you mean "status"?
See 'kubectl iter8 help --help' for usage.
`,
	],
	[
		['version', '--namspace=x'],
		`error: unknown flag: --namspace, did you mean --namespace?
See 'kubectl iter8 version --help' for usage.
`,
	],
	[
		['version', '-o', 'wide'],
		`error: invalid argument "wide" for "-o, --output" flag: allowed values are: json, yaml
See 'kubectl iter8 version --help' for usage.
`,
	],
	[
		['promote'],
		`error: APP is missing
See 'kubectl iter8 promote --help' for usage.
`,
	],
])('%j is a wrong command line', (argv, stderr) => {
	expect(result(argv)).toEqual({stdout: '', stderr, status: 2});
});

describe('completion', () => {
	test('offers verbs with what they do', () => {
		expect(result(['__complete', 'st'])).toEqual({
			stdout: 'status\tShow apps, their versions and where requests go\n:4\n',
			stderr: '',
			status: 0,
		});
	});

	test('offers the values of a flag, without the flag', () => {
		expect(result(['__complete', 'deploy', 'x', '--dry-run=s']).stdout).toBe('server\n:4\n');
		expect(result(['__complete', 'status', '-o', '']).stdout).toBe('json\nyaml\nname\nwide\n:4\n');
	});

	test('leaves files to the shell', () => {
		expect(result(['__complete', 'promote', 'x', '-f', '']).stdout).toBe(':0\n');
	});

	test('is silent about a cluster that does not answer', () => {
		const argv = ['__complete', '--server', 'http://127.0.0.1:1', 'promote', ''];
		expect(result(argv)).toEqual({stdout: ':4\n', stderr: '', status: 0});
	});

	test('goes through the executable that kubectl looks for', () => {
		const script = fileURLToPath(new URL('../plugin/kubectl_complete-iter8', import.meta.url));
		const {stdout, status} = spawnSync(script, ['promote', 'x', '--wait='], {
			encoding: 'utf8',
			env: cleanEnvironment(plugin.folder),
		});
		expect({stdout, status}).toEqual({stdout: 'true\nfalse\n:4\n', status: 0});
	});
});

describe('the executable', () => {
	test('is executable', () => {
		expect(statSync(plugin.executable).mode & 0o777).toBe(0o755);
	});

	test.each(['20.20.2', '24.4.9'])('tells Node %s what to do', version => {
		const old = `data:text/javascript,${encodeURIComponent(
			`const node = {...process.versions, node: '${version}'};` +
				"Object.defineProperty(process, 'versions', {value: node});" +
				`Object.defineProperty(process, 'version', {value: 'v${version}'});`,
		)}`;
		const {stdout, stderr, status} = spawnSync(process.execPath, ['--import', old, plugin.executable, 'version'], {
			encoding: 'utf8',
		});
		expect({stdout, stderr, status}).toEqual({
			stdout: '',
			stderr: `error: kubectl-iter8 needs Node 24.5 or newer, this is v${version}; install a newer one (https://nodejs.org) and put it first on PATH\n`,
			status: 1,
		});
	});

	test('works where nothing can be cached', () => {
		expect(result(['version'], {XDG_CACHE_HOME: '/dev/null', HOME: '/dev/null'})).toEqual({
			stdout: versionLine,
			stderr: '',
			status: 0,
		});
	});

	test('keeps its compiled code in a folder of the user, and nowhere else', () => {
		const home = mkdtempSync(join(tmpdir(), 'kubectl-iter8-home-'));
		onTestFinished(() => rmSync(home, {recursive: true}));
		const inHome = (env: Readonly<Record<string, string>>, command = '"$0" version') => {
			const {folder, executable} = plugin;
			const whole = {...cleanEnvironment(folder), XDG_CACHE_HOME: '', ...env};
			const {stdout, stderr} = spawnSync('sh', ['-c', command, executable], {cwd: home, env: whole, encoding: 'utf8'});
			// A shell may have words of its own for a folder that is gone.
			expect({stdout, stderr: stderr.replace(/^.*getcwd.*\n/, '')}).toEqual({stdout: versionLine, stderr: ''});
			return readdirSync(home, {recursive: true, encoding: 'utf8'}).toSorted();
		};

		for (const HOME of ['', '.', 'here']) expect(inHome({HOME})).toEqual([]);
		expect(inHome({HOME: join(home, 'none'), XDG_CACHE_HOME: 'here'})).toEqual([]);
		expect(inHome({}, 'mkdir gone; cd gone; rmdir ../gone; "$0" version')).toEqual([]);

		mkdirSync(join(home, '.cache', 'kubectl-iter8'), {recursive: true});
		chmodSync(join(home, '.cache'), 0o777); // where anybody can put a folder of his own in the place of ours
		expect(inHome({HOME: home}).filter(file => /compile-cache./.test(file))).toEqual([]);
		chmodSync(join(home, '.cache'), 0o755);
		expect(inHome({HOME: home}).filter(file => /compile-cache./.test(file))).not.toEqual([]);
	});

	test('works for a user without an account and a home, as OpenShift gives one', ({skip}) => {
		if (process.getuid?.() !== 0) skip();
		const argv = ['--reuid=12345', '--regid=0', '--clear-groups', 'env', '-u', 'HOME', plugin.executable];
		const {folder} = plugin;
		const env = {...cleanEnvironment(folder), XDG_CACHE_HOME: ''};
		chmodSync(folder, 0o755);
		const run = (...words: string[]) => {
			const {stdout, stderr, status} = spawnSync('setpriv', [...argv, ...words], {env, encoding: 'utf8'});
			return {stdout, stderr, status};
		};
		expect(run('version')).toEqual({stdout: versionLine, stderr: '', status: 0});
		expect(run('status', '--server=http://127.0.0.1:1')).toEqual({
			stdout: '',
			stderr: 'The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?\n',
			status: 1,
		});
	});

	test.each([[['version']], [['--help']], [['version', '-ojson']], [['statsu']], [['__complete', '']]])(
		'loads no package but meow for %j',
		argv => {
			expect(packagesLoaded(argv)).toEqual(['meow']);
		},
	);

	test('loads what YAML needs only for YAML', () => {
		expect(packagesLoaded(['version', '-oyaml'])).toEqual(['meow', 'yaml']);
	});
});

/** The npm packages in the chunks that a command line loads, from what V8 says it has run. */
function packagesLoaded(argv: readonly string[]): readonly string[] {
	const coverage = mkdtempSync(join(tmpdir(), 'kubectl-iter8-coverage-'));
	runPlugin(plugin, argv, {NODE_V8_COVERAGE: coverage});
	const urls = readdirSync(coverage).flatMap(file => {
		const {result} = JSON.parse(readFileSync(join(coverage, file), 'utf8')) as {result: readonly {url: string}[]};
		return result.map(({url}) => url).filter(url => url.startsWith('file:'));
	});
	rmSync(coverage, {recursive: true});

	const metafile = JSON.parse(readFileSync(plugin.metafile, 'utf8')) as Metafile;
	const outputs = Object.entries(metafile.outputs);
	const root = fileURLToPath(new URL('..', import.meta.url));
	const inputs = urls.flatMap(url => {
		const path = relative(root, fileURLToPath(url));
		return Object.keys(outputs.find(([name]) => name === path)?.[1].inputs ?? {});
	});
	const packages = inputs.flatMap(input => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? []);
	return [...new Set(packages)].toSorted();
}

describe('a command that runs', () => {
	const endless = (body: string) => `export async function run({streams, signal}) {
		const timer = setInterval(() => {}, 1000);
		streams.stdout.write('ready\\n');
		${body}
	}`;
	const onAbort = 'await new Promise((resolve, reject) => signal.addEventListener("abort", () => FINISH));';

	test.each([
		['SIGINT', 'reject(signal.reason)', 130],
		['SIGTERM', 'reject(signal.reason)', 143],
		['SIGINT', 'resolve()', 130],
	] as const)('is interrupted by %s when it ends with %s', async (signal, finish, code) => {
		const {child, ended} = startCommand(endless(onAbort.replace('FINISH', finish)));
		await once(child.stdout, 'data');
		child.kill(signal);
		expect(await ended).toEqual({code, stderr: ''});
	});

	test('ends well on a signal when it returns 0', async () => {
		const {child, ended} = startCommand(endless(`${onAbort.replace('FINISH', 'resolve()')} return 0;`));
		await once(child.stdout, 'data');
		child.kill('SIGTERM');
		expect(await ended).toEqual({code: 0, stderr: ''});
	});

	test('tells what went wrong while it was stopped', async () => {
		const {child, ended} = startCommand(endless(onAbort.replace('FINISH', 'reject(new Error("lease not released"))')));
		await once(child.stdout, 'data');
		child.kill('SIGINT');
		expect(await ended).toEqual({code: 130, stderr: 'error: lease not released\n'});
	});

	test('is ended at once by a second signal', async () => {
		const {child, ended} = startCommand(
			endless('signal.addEventListener("abort", () => streams.stdout.write("once\\n")); await new Promise(() => {});'),
		);
		await once(child.stdout, 'data');
		child.kill('SIGINT');
		await once(child.stdout, 'data');
		child.kill('SIGINT');
		expect(await ended).toEqual({code: 130, stderr: ''});
	});

	test('is ended without a word when nobody reads its output any more', async () => {
		const {child, ended} = startCommand(
			endless('setInterval(() => streams.stdout.write("more\\n"), 5); await new Promise(() => {});'),
		);
		await once(child.stdout, 'data');
		child.stdout.destroy();
		expect(await ended).toEqual({code: 141, stderr: ''});
	});

	test('gives the exit code', async () => {
		const {ended} = startCommand('export const run = async () => 3;');
		expect(await ended).toEqual({code: 3, stderr: ''});
	});

	const failing = 'export const run = async () => { throw new Error("no such app", {cause: new Error("404")}); };';

	test('fails with one line', async () => {
		expect(await startCommand(failing).ended).toEqual({code: 1, stderr: 'error: no such app\n'});
		expect(await startCommand(failing, ['-v5']).ended).toEqual({code: 1, stderr: 'error: no such app\n'});
	});

	test('shows stack and causes when it is asked to', async () => {
		const {code, stderr} = await startCommand(failing, ['-v=6']).ended;
		expect(code).toBe(1);
		expect(stderr).toMatch(/^error: no such app\nError: no such app\n    at .*\ncaused by: Error: 404\n    at /s);
	});

	test('tells in its own words of a file that a flag names where the working directory is gone', () => {
		const script =
			'mkdir -p gone; cd gone; rmdir ../gone; "$0" status -s https://127.0.0.1:1 --certificate-authority ca';
		const {stderr} = spawnSync('sh', ['-c', script, plugin.executable], {
			cwd: plugin.folder,
			encoding: 'utf8',
			env: cleanEnvironment(plugin.folder),
		});
		expect(stderr).toMatch(/^error: .*: certificate-authority: cannot read ca \(ENOENT\)$/m);
	});

	test('tells nobody of a warning of Node, which nobody has escaped', async () => {
		const warning = 'process.emitWarning("\\u001B[2J"); await new Promise(setImmediate);';
		const {ended} = startCommand(`export const run = async () => { ${warning} };`);
		expect(await ended).toEqual({code: 0, stderr: ''});
	});

	test('keeps the colours of ink away from what is no terminal', async () => {
		const {ended} = startCommand('export const run = async () => Number(process.env.FORCE_COLOR === "0");');
		expect(await ended).toEqual({code: 1, stderr: ''});
	});
});

test('a plugin with a part missing says so in one line', () => {
	const folder = mkdtempSync(join(tmpdir(), 'kubectl-iter8-broken-'));
	for (const file of ['kubectl-iter8', 'package.json']) copyFileSync(join(plugin.folder, file), join(folder, file));
	const {stderr, status} = runPlugin({...plugin, folder, executable: join(folder, 'kubectl-iter8')}, ['version']);
	rmSync(folder, {recursive: true});
	expect(stderr).toMatch(/^error: kubectl-iter8 is not whole, install it again: Cannot find module .*\n$/);
	expect(status).toBe(1);
});
