import {execFileSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import type {KubeObject} from '../../source/objects/object.ts';
import {bounds} from '../../source/routemap/bounds.ts';
import {hostileRoutemaps} from '../routemap/hostile/routemaps.ts';
import {spend} from '../routemap/hostile/spend.ts';

// `npm run bench:budget`: what reading and rendering each hostile routemap takes, the first time in a process and warm.

const budgetMs = 50;
const warmRuns = 10;

interface Measured {
	readonly name: string;
	readonly steps: number;
	readonly cold: number;
	readonly warm: number;
}

/** Of this thread, as others may be at work on the same processors. */
function milliseconds(configMap: KubeObject): number {
	const start = process.threadCpuUsage();
	spend(configMap);
	const {user, system} = process.threadCpuUsage(start);
	return (user + system) / 1000;
}

function cold(name: string): number {
	return Number(execFileSync(process.execPath, [fileURLToPath(import.meta.url), name], {encoding: 'utf8'}));
}

function measure(name: string, configMap: KubeObject): Measured {
	const runs = Array.from({length: warmRuns}, () => milliseconds(configMap)).toSorted((one, other) => one - other);
	return {name, steps: spend(configMap).steps, cold: cold(name), warm: runs[warmRuns / 2] ?? 0};
}

function row({name, steps, cold, warm}: Measured): string {
	return `${name.padEnd(44)} ${String(steps).padStart(6)} ${cold.toFixed(1).padStart(8)} ${warm.toFixed(1).padStart(8)}`;
}

const [only] = process.argv.slice(2);
const chosen = only === undefined ? undefined : hostileRoutemaps.get(only);
if (chosen) {
	process.stdout.write(String(milliseconds(chosen)));
} else {
	const measured = [...hostileRoutemaps].map(([name, configMap]) => measure(name, configMap));
	const worst = measured.toSorted((one, other) => other.cold - one.cold);
	console.log(`${'routemap'.padEnd(44)} ${'steps'.padStart(6)} ${'cold ms'.padStart(8)} ${'warm ms'.padStart(8)}`);
	for (const each of worst) console.log(row(each));
	const highest = (key: 'cold' | 'warm'): string => Math.max(...measured.map(each => each[key])).toFixed(1);
	console.log(
		`${measured.length} routemaps within ${bounds.steps} steps; at most ${highest('cold')} ms cold, ${highest('warm')} ms warm`,
	);
	if (Number(highest('cold')) > budgetMs) process.exitCode = 1;
}
