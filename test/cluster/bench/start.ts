import {spawnSync} from 'node:child_process';
import {delimiter, dirname} from 'node:path';
import {virtualServices} from '../../../source/objects/resource.ts';
import {startTestbed} from '../testbed/testbed.ts';
import {appNames, createApps} from './apps.ts';
import {applyRoute, routeOf} from './floor.ts';
import {namespace} from './paths.ts';
import {builtPlugin} from './plugin.ts';
import {median} from './statistics.ts';

// `npm run bench:start`: how long `status` takes beside kubectl, both started directly
const runs = 20;
const executable = await builtPlugin();
const testbed = await startTestbed();
try {
	const apps = appNames(10);
	await createApps(testbed.api, apps);
	for (const app of apps) await applyRoute(testbed.api, routeOf(app, false, namespace));
	report(compare(commands()));
} finally {
	await testbed.stop();
}

interface Command {
	readonly what: string;
	readonly program: string;
	readonly args: readonly string[];
}

function commands(): readonly Command[] {
	const get = ['get', `${virtualServices.plural}.${virtualServices.group}`, '-n', namespace];
	return [
		{what: 'kubectl get virtualservices', program: testbed.kubectlPath, args: get},
		{what: 'kubectl-iter8 status', program: executable, args: ['status', '-n', namespace]},
		{what: 'kubectl-iter8 version', program: executable, args: ['version']},
		{what: "node -e ''", program: process.execPath, args: ['-e', '']},
	];
}

/** Medians in milliseconds. The commands take turns; the first turn only warms caches up. */
function compare(all: readonly Command[]): ReadonlyMap<string, number> {
	const times = new Map<string, number[]>(all.map(({what}) => [what, []]));
	for (let turn = 0; turn <= runs; turn++) {
		for (const command of all) {
			const ms = time(command);
			if (turn > 0) times.get(command.what)?.push(ms);
		}
	}

	return new Map([...times].map(([what, each]) => [what, median(each)]));
}

function time({what, program, args}: Command): number {
	const PATH = `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`;
	const env = {...process.env, PATH, KUBECONFIG: testbed.kubeconfig};
	const from = performance.now();
	const {status, stderr} = spawnSync(program, args, {env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']});
	const ms = performance.now() - from;
	if (status !== 0) throw new Error(`${what} ended with ${status}: ${stderr.trim()}`);
	return ms;
}

function report(medians: ReadonlyMap<string, number>): void {
	console.log(`kubectl is ${testbed.kubectlPath}`);
	for (const [what, ms] of medians) console.log(`${ms.toFixed(0).padStart(6)} ms   ${what}`);
	const [kubectl = Number.NaN, status = Number.NaN] = medians.values();
	console.log(`ratio ${(status / kubectl).toFixed(2)}`);
}
