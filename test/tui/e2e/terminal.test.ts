import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {expect, onTestFinished, test, vi} from 'vitest';
import {find} from '../../../source/objects/cluster.ts';
import {inferenceServices} from '../../../source/objects/resource.ts';
import {startSandbox, type SandboxOptions} from '../../../source/sandbox/sandbox.ts';
import {keys, type Pty} from '../../helpers/pty/pty.ts';
import {clusterOf, openWay, run, runVerb, timeless} from './stage.ts';

// Programs are started; the slowest test takes five seconds where nothing else runs.
vi.setConfig({testTimeout: 40_000});

async function startCluster(options: SandboxOptions = {}) {
	const sandbox = await startSandbox(options);
	onTestFinished(() => sandbox.stop());
	return sandbox;
}

/** Whether the terminal is as a shell wants it: not in the alternate screen, the cursor shown, lines typed in the driver's way. */
function isRestored(pty: Pty): boolean {
	return (
		pty.terminal.buffer.active.type === 'normal' &&
		pty.raw.lastIndexOf('\u001B[?25h') > pty.raw.lastIndexOf('\u001B[?25l') &&
		!pty.terminal.modes.bracketedPasteMode
	);
}

/** A shell that runs the TUI and tells afterwards how it ended and how the terminal is. */
function inShell(kubeconfig: string): Promise<Pty> {
	const script =
		'kubectl-iter8 tui --kubeconfig "$0"; echo "ended with $?"; stty -a | grep -o -- "-\\?icanon\\|-\\?echo\\b"';
	return run('sh', ['-c', script, kubeconfig], {columns: 100, rows: 30});
}

test('a screen that was resized two hundred times is the screen of that size', async () => {
	const {kubeconfigPath} = await startCluster({apps: 40});
	const pty = await runVerb(['tui', '--kubeconfig', kubeconfigPath], {columns: 120, rows: 40});
	await pty.until('app-2');
	let seed = 7;
	const random = (from: number, to: number) => {
		seed = (seed * 1103515245 + 12345) % 2 ** 31;
		return from + Math.floor((seed / 2 ** 31) * (to - from + 1));
	};
	for (let turn = 0; turn < 200; turn++) {
		pty.resize(random(20, 200), random(5, 60));
		if (turn % 10 === 0) await new Promise(resolve => setTimeout(resolve, 20));
	}

	for (const [columns, rows] of [
		[120, 40],
		[80, 24],
		[50, 12],
		[110, 30],
	] as const) {
		pty.resize(columns, rows);
		const fresh = await runVerb(['tui', '--kubeconfig', kubeconfigPath], {columns, rows});
		await fresh.until(columns < 60 ? 'The terminal is 50×12.' : columns < 100 ? 'app-10' : 'RouteApplied');
		await pty.until(screen => timeless(screen) === timeless(fresh.screen()));
		fresh.press('q');
		expect(await fresh.exited).toBe(0);
	}
});

test('when the API server is gone the screen says so and stays, and it goes on by itself when the server is back', async () => {
	const {kubeconfigPath, url} = await startCluster({loadTimeMs: 0});
	const way = await openWay(Number(new URL(url).port));
	const kubeconfig = join(await mkdtemp(join(tmpdir(), 'kubectl-iter8-way-')), 'kubeconfig');
	onTestFinished(() => rm(dirname(kubeconfig), {recursive: true}));
	await writeFile(kubeconfig, (await readFile(kubeconfigPath, 'utf8')).replace(url, `https://127.0.0.1:${way.port}`));
	const pty = await runVerb(['tui', '--kubeconfig', kubeconfig]);
	await pty.until('RouteApplied');

	await way.close();
	await pty.until(/stale for \d+s, retrying: .*refused/);
	expect(pty.screen()).toMatch(/wisdom +✔ stable/);
	const cluster = await clusterOf(kubeconfigPath);
	const primary = await cluster.get(inferenceServices, 'default', 'wisdom-0');
	const {labels = {}} = primary.metadata;
	await cluster.create(inferenceServices, {
		...primary,
		metadata: {name: 'wisdom-1', namespace: 'default', labels: {...labels, 'app.kubernetes.io/version': 'v1'}},
	});
	await way.open();
	await pty.until(/wisdom +✔ candidate ready/);
	await pty.until(screen => !screen.includes('stale'));
	pty.press('q');
	expect(await pty.exited).toBe(0);
});

test('Ctrl-C while an action runs ends with 130, gives the terminal back and says what was left', async () => {
	const {kubeconfigPath} = await startCluster({loadTimeMs: 60_000});
	const pty = await inShell(kubeconfigPath);
	await pty.until('RouteApplied');
	pty.press('d');
	await pty.until('Storage URI');
	pty.press('sandbox://digits/v2');
	await pty.until('storageUri: sandbox://digits/v2');
	pty.press(keys.enter);
	await pty.until('[ Go ahead ]');
	pty.press(keys.tab + keys.enter);
	const cluster = await clusterOf(kubeconfigPath);
	await pty.until('wisdom-1 created');
	pty.press(keys.ctrlC);
	await pty.until('ended with 130');
	expect(isRestored(pty)).toBe(true);
	expect(await pty.exited).toBe(0);
	expect(pty.screen().replaceAll(/\s+/g, ' ')).toContain(
		'left while it ran: kubectl iter8 deploy wisdom --storage-uri sandbox://digits/v2 --wait -n default',
	);
	expect(pty.screen().replaceAll('\n', '')).toContain('; run it again to go on, unless a daemon does');
	expect(pty.screen()).toMatch(/\nended with 130\nicanon\necho$/);
	expect(await find(cluster, inferenceServices, 'default', 'wisdom-1')).toBeDefined();
});

test('q ends with 0, and the screen is as it was before', async () => {
	const {kubeconfigPath} = await startCluster();
	const pty = await inShell(kubeconfigPath);
	await pty.until('wisdom');
	expect(pty.terminal.buffer.active.type).toBe('alternate');
	pty.press('q');
	await pty.exited;
	expect(isRestored(pty)).toBe(true);
	expect(pty.screen()).toBe('ended with 0\nicanon\necho');
});

test('SIGTERM ends with 143 and gives the terminal back', async () => {
	const {kubeconfigPath} = await startCluster();
	const pty = await runVerb(['tui', '--kubeconfig', kubeconfigPath]);
	await pty.until('wisdom');
	pty.signal('SIGTERM');
	expect(await pty.exited).toBe(143);
	expect(isRestored(pty)).toBe(true);
	expect(pty.screen()).toBe('');
});

test('a crash ends with 1, gives the terminal back, and then tells the error', async () => {
	const {kubeconfigPath} = await startCluster();
	const crash = 'process.on("SIGUSR2", () => { throw new Error("the sky has fallen"); })';
	const env = {NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(crash)}`};
	const pty = await runVerb(['tui', '--kubeconfig', kubeconfigPath], {env});
	await pty.until('wisdom');
	pty.signal('SIGUSR2');
	expect(await pty.exited).toBe(1);
	expect(isRestored(pty)).toBe(true);
	expect(pty.screen()).toBe('error: the sky has fallen');
});

test('Ctrl-Z gives the terminal back to the shell, and fg goes on', async () => {
	const {kubeconfigPath} = await startCluster();
	const pty = await run('bash', ['--norc', '--noprofile', '--noediting', '-i'], {env: {PS1: 'ready> '}});
	await pty.until('ready>');
	pty.press(`kubectl-iter8 tui --kubeconfig ${kubeconfigPath}\r`);
	await pty.until(/▸ wisdom/);
	pty.press(keys.ctrlZ);
	await pty.until('Stopped');
	expect(isRestored(pty)).toBe(true);
	pty.press('fg\r');
	await pty.until(/▸ wisdom/);
	expect(pty.terminal.buffer.active.type).toBe('alternate');
	pty.press('?');
	await pty.until('initialize a new app');
	pty.press('q');
	await pty.until(/fg\n.*\nready>$/s);
	pty.press('echo ended with $?\r');
	await pty.until('ended with 0');
	expect(isRestored(pty)).toBe(true);
	pty.press('exit\r');
	await pty.exited;
});

test('without a terminal there is one line that names the verb that needs none', async () => {
	const pty = await run('sh', ['-c', 'kubectl-iter8 tui --server http://localhost:1 | cat']);
	await pty.exited;
	expect(pty.screen()).toBe('error: tui needs a terminal; use: kubectl iter8 status -w');
});

test('colours are there, and gone with NO_COLOR and with --no-color', async () => {
	const {kubeconfigPath} = await startCluster();
	const colours = new RegExp(String.raw`\u001B\[[\d;]*m`);
	const drawn = async (argv: readonly string[], env: Readonly<Record<string, string>>) => {
		const pty = await runVerb(['tui', '--kubeconfig', kubeconfigPath, ...argv], {env});
		await pty.until(/wisdom +✔ stable/);
		pty.press('q');
		await pty.exited;
		return pty.raw;
	};
	const all = await Promise.all([drawn([], {}), drawn([], {NO_COLOR: '1'}), drawn(['--no-color'], {})]);
	expect(all.map(raw => colours.test(raw))).toEqual([true, false, false]);
});

test('a terminal that cannot move its cursor is refused, with what to do', async () => {
	const pty = await runVerb(['tui', '--server', 'http://localhost:1'], {columns: 200, env: {TERM: 'dumb'}});
	expect(await pty.exited).toBe(1);
	expect(pty.raw).toBe(
		"error: tui needs a terminal that can move its cursor, and TERM is dumb or not set; set TERM to the terminal's type, or use: kubectl iter8 status -w\r\n",
	);
});

test('on a dumb terminal a verb writes lines and nothing else', async () => {
	const {kubeconfigPath} = await startCluster();
	const pty = await runVerb(['status', '--kubeconfig', kubeconfigPath], {env: {TERM: 'dumb', COLORTERM: 'truecolor'}});
	await pty.exited;
	expect(pty.raw).toMatch(/^NAME +STRATEGY/);
	// oxlint-disable-next-line no-control-regex
	expect(pty.raw).not.toMatch(/\u001B/);
});

test('a credential plugin under the screen is given no terminal, and its words are told in a line of it', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'plugin-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	// It is run again and again: who reads the file must not meet one that is being written.
	const script = `#!/bin/sh\ncd ${folder}\necho "$KUBERNETES_EXEC_INFO" > info.$$ && mv info.$$ info\necho "log in first" >&2\nexit 1\n`;
	await writeFile(join(folder, 'login'), script, {mode: 0o755});
	const exec = {apiVersion: 'client.authentication.k8s.io/v1', command: './login', interactiveMode: 'IfAvailable'};
	const config = {
		clusters: [{name: 'c', cluster: {server: 'https://127.0.0.1:1'}}],
		users: [{name: 'u', user: {exec}}],
		contexts: [{name: 'x', context: {cluster: 'c', user: 'u'}}],
		'current-context': 'x',
	};
	await writeFile(join(folder, 'config'), JSON.stringify(config));
	const pty = await runVerb(['tui', '--kubeconfig', join(folder, 'config')], {columns: 160, rows: 30});
	await pty.until('failed with exit code 1: log in first');
	expect(pty.raw).not.toMatch(/(?<!exit code 1: )log in first/);
	expect(JSON.parse(await readFile(join(folder, 'info'), 'utf8'))).toMatchObject({spec: {interactive: false}});
	pty.press('q');
	expect(await pty.exited).toBe(0);
});
