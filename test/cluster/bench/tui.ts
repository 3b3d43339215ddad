import {fork} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {cleanEnvironment} from '../../helpers/built-plugin.ts';
import {openPty, type Pty} from '../../helpers/pty/pty.ts';
import {builtPlugin} from './plugin.ts';
import {processUse} from './process-use.ts';
import {median, summarise} from './statistics.ts';
import type {FromServer, ToServer} from './tui-messages.ts';
import {reportTui} from './tui-report.ts';

// npm run bench:tui [APPS] [CHANGES A SECOND] [SECONDS]: the built TUI in a terminal, on a large cluster that changes all the time
const [apps = 1000, perSecond = 50, seconds = 30] = process.argv.slice(2).map(Number);
const screenSize = {columns: 120, rows: 40};

const executable = await builtPlugin();
const home = await mkdtemp(join(tmpdir(), 'kubectl-iter8-bench-'));
const server = fork(join(import.meta.dirname, 'tui-server.ts'), [String(apps)], {stdio: 'inherit'});
const send = (message: ToServer) => void server.send(message);
const heard = async <Type extends FromServer['type']>(type: Type): Promise<Extract<FromServer, {type: Type}>> => {
	for (;;) {
		const [message] = (await once(server, 'message')) as [FromServer];
		if (message.type === type) return message as Extract<FromServer, {type: Type}>;
	}
};

const {kubeconfig} = await heard('ready');
const open = () =>
	openPty(executable, ['tui', '--kubeconfig', kubeconfig], {...screenSize, env: cleanEnvironment(home)});
const starts: number[] = [];
// The first start fills the compile cache.
for (let turn = 0; turn < 6; turn++) {
	const begin = performance.now();
	const pty = await open();
	await pty.until(/▸ app-/, 30_000);
	if (turn > 0) starts.push(performance.now() - begin);
	pty.press('q');
	await pty.exited;
	await pty.close();
}

const pty = await open();
await pty.until(/▸ app-/);
// What reading everything has left behind is not what following costs.
await delay(3000);
send({type: 'changes', perSecond});
await delay(1000);
const before = {use: processUse(pty.pid), bytes: pty.bytes, at: performance.now()};
const memory: number[] = [];
const sampling = setInterval(() => memory.push(processUse(pty.pid).residentMib), 500);
const keyLatencies: number[] = [];
const changeLatencies: number[] = [];
const end = before.at + seconds * 1000;
for (let turn = 0; performance.now() < end; turn++) {
	keyLatencies.push(await pressAndSee(pty, turn));
	await delay(250);
	changeLatencies.push(await changeAndSee(pty, turn));
	await delay(250);
}

clearInterval(sampling);
const elapsed = (performance.now() - before.at) / 1000;
const use = processUse(pty.pid);
const {bytes} = pty;
pty.press('q');
const exitCode = await pty.exited;
send({type: 'end'});
await once(server, 'exit');
await rm(home, {recursive: true});
const third = Math.floor(memory.length / 3);
const isGood = reportTui({
	apps,
	perSecond,
	seconds,
	keys: summarise(keyLatencies),
	changes: summarise(changeLatencies),
	cpuPercent: ((use.cpuSeconds - before.use.cpuSeconds) / elapsed) * 100,
	bytesPerSecond: (bytes - before.bytes) / elapsed,
	memoryMib: Math.max(...memory),
	growthMib: mean(memory.slice(-third)) - mean(memory.slice(third, 2 * third)),
	startMs: median(starts),
});
process.exit(isGood && exitCode === 0 ? 0 : 1);

/** Milliseconds from a key to the selection on the next row. */
async function pressAndSee(pty: Pty, turn: number): Promise<number> {
	const selected = selectedApp(pty);
	const begin = performance.now();
	pty.press(turn % 40 < 20 ? 'j' : 'k');
	await pty.until(() => selectedApp(pty) !== selected);
	return performance.now() - begin;
}

/** Milliseconds from a label in the cluster to the same label on the screen. */
async function changeAndSee(pty: Pty, turn: number): Promise<number> {
	const label = `m${turn}-${Math.floor(Math.random() * 1e6)}`;
	const told = heard('labelled');
	send({type: 'label', app: selectedApp(pty), label});
	await pty.until(label);
	const seen = performance.timeOrigin + performance.now();
	return seen - (await told).at;
}

function selectedApp(pty: Pty): string {
	return /▸ (\S+)/.exec(pty.screen())?.[1] ?? '';
}

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}
