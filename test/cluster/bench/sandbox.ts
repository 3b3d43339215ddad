import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {setTimeout as delay} from 'node:timers/promises';
import {openTarget} from '../../../source/kube/target.ts';
import {inferenceServices, virtualServices} from '../../../source/objects/resource.ts';
import {builtPlugin} from './plugin.ts';

// npm run bench:sandbox [APPS]: start, memory and lists of a sandbox that is full, the daemon inside
const apps = Number(process.argv[2] ?? 1000);
const limits = {startMs: 5000, memoryMib: 300, listMs: 200};

const executable = await builtPlugin();
const begin = performance.now();
const child = spawn(process.execPath, [executable, 'sandbox', '--apps', String(apps)], {
	stdio: ['ignore', 'pipe', 'inherit'],
});
const [line] = (await once(createInterface({input: child.stdout}), 'line')) as [string];
const startMs = performance.now() - begin;
const kubeconfig = line.replace('export KUBECONFIG=', '');
const {cluster} = await openTarget({kubeconfig});

// each version's predictor has a route of its own
const routesMs = await until(async () => (await cluster.list(virtualServices, 'default')).items.length >= 3 * apps - 1);
const lists: {readonly ms: number; readonly items: number}[] = [];
for (let turn = 0; turn < 5; turn++) {
	const start = performance.now();
	const {items} = await cluster.list(inferenceServices, undefined);
	lists.push({ms: performance.now() - start, items: items.length});
}

const listMs = lists.toSorted((a, b) => a.ms - b.ms)[2]?.ms ?? Infinity;
const memoryMib = kibibytes('VmHWM') / 1024;
console.log(`${apps} apps, ${lists[0]?.items} InferenceServices`);
console.log(`start ${startMs.toFixed(0)} ms (limit ${limits.startMs}); all routed ${routesMs.toFixed(0)} ms later`);
console.log(`list ${listMs.toFixed(0)} ms at the median (limit ${limits.listMs}), through our client`);
console.log(
	`memory ${memoryMib.toFixed(0)} MiB at most, now ${(kibibytes('VmRSS') / 1024).toFixed(0)} (limit ${limits.memoryMib})`,
);
const ended = once(child, 'exit');
child.kill('SIGTERM');
await ended;
process.exit(startMs <= limits.startMs && listMs <= limits.listMs && memoryMib <= limits.memoryMib ? 0 : 1);

async function until(question: () => Promise<boolean>): Promise<number> {
	const start = performance.now();
	while (!(await question())) await delay(500);
	return performance.now() - start;
}

/** Of the sandbox's process, from /proc. */
function kibibytes(field: string): number {
	const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
	return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]);
}
