import {rmSync} from 'node:fs';
import {startSandbox} from '../../source/sandbox/sandbox.ts';
import {buildForTest, cleanEnvironment} from '../helpers/built-plugin.ts';
import {signalled, signalledInTerminal, type Ended} from './end.ts';
import {lines, places} from './places.ts';

// `npm run table:signals`: each verb × each place where it can wait × each signal; prints milliseconds, exit code, children left.
// PLUGIN names another build to measure. Fails when one took more than a second, or left a child.

const plugin = await buildForTest();
const executable = process.env['PLUGIN'] ?? plugin.executable;
const env = cleanEnvironment(plugin.folder);
const sandbox = await startSandbox({apps: 3, loadTimeMs: 0});
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let slowest = 0;
let faults = 0;

const row = (verb: string, place: string, cells: readonly Ended[]): void => {
	slowest = Math.max(slowest, ...cells.map(({ms}) => ms));
	faults += cells.filter(({ms, left}) => ms > 1000 || left > 0).length;
	const words = cells.map(
		({ms, exitCode, left}) => `${Math.round(ms)} ms → ${exitCode}${left > 0 ? `, ${left} left` : ''}`,
	);
	console.log(`| ${[verb, place, ...words].join(' | ')} |`);
};

console.log(`| verb | waits at | ${signals.join(' | ')} |\n| --- | --- |${' ---: |'.repeat(signals.length)}`);
const chosen = new RegExp(process.argv[2] ?? '');
for (const place of places(sandbox.kubeconfigPath)) {
	if (!chosen.test(place.name)) continue;
	for (const line of place.lines ?? lines) {
		const cells: Ended[] = [];
		for (const signal of signals) {
			const silence = await place.open();
			const argv = [...line, ...silence.flags];
			cells.push(await signalled({command: executable, argv, env, hasInput: place.hasInput === true}, silence, signal));
			silence.close();
		}

		row(line.join(' '), place.name, cells);
	}
}

const inTerminal = [
	...places(sandbox.kubeconfigPath)
		.filter(({name}) => /proxy http$|plugin|API: (TLS|answer|half|watch)/.test(name))
		.map(({name, open}) => ({name, argv: ['tui'], open, shown: undefined})),
	{name: 'screen', argv: ['tui'], shown: 'wisdom'},
	{name: 'question', argv: ['cleanup', 'app-3', '--all'], shown: 'Go ahead?'},
];
for (const {name, argv, shown, ...place} of inTerminal) {
	if (!chosen.test(name)) continue;
	const cells: Ended[] = [];
	for (const signal of signals) {
		const silence = 'open' in place ? await place.open() : undefined;
		const flags = silence?.flags ?? ['--kubeconfig', sandbox.kubeconfigPath];
		const where = {
			isReached: (screen: string) => silence?.isReached() ?? screen.includes(shown ?? ''),
			children: silence?.children ?? (() => []),
		};
		const ended = await signalledInTerminal({command: executable, argv: [...argv, ...flags], env}, where, signal);
		if (!ended.isRestored) faults++;
		cells.push(ended);
		silence?.close();
	}

	row(argv.join(' '), name, cells);
}

console.log(
	`\nslowest: ${Math.round(slowest)} ms; ${faults} took more than a second, left a child or a terminal as it was`,
);
await sandbox.stop();
rmSync(plugin.folder, {recursive: true});
process.exit(faults > 0 ? 1 : 0);
