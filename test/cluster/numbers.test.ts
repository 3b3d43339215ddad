import {afterAll, beforeAll, expect, onTestFinished, test} from 'vitest';
import {describeApps} from '../../source/info/describe-apps.ts';
import {openTarget, type Target} from '../../source/kube/target.ts';
import {appToCount} from '../../source/metrics/gateway/counted-app.ts';
import {GatewayNumbers} from '../../source/metrics/gateway/follow-gateway-numbers.ts';
import {findGatewayPods} from '../../source/metrics/gateway/gateway-pods.ts';
import {Scraper} from '../../source/metrics/gateway/scrape.ts';
import {Track} from '../../source/metrics/gateway/track.ts';
import type {AppNumbers} from '../../source/metrics/numbers.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {configMaps} from '../../source/objects/resource.ts';
import {routemapName} from '../../source/routing/app-spec.ts';
import {fetchSnapshot} from '../../source/snapshot/fetch-snapshot.ts';
import {textOf} from '../../source/tui/lines/line.ts';
import {overviewLines} from '../../source/tui/lines/overview.ts';
import {eventually} from '../helpers/eventually.ts';
import {runVerb} from '../sandbox/run-verb.ts';
import {ask, forEachAtOnce} from './routes/ask.ts';
import {behaviour} from './routes/echo-servers.ts';
import {isWhole, requestsTo} from './routes/requests.ts';
import {canMirror, setups, versionNames, type AppCase} from './routes/setups.ts';
import {startStand, type Stand} from './routes/stand.ts';

/** One vector of each strategy, with all versions that it can use. */
const vectors: Readonly<Record<string, string>> = {
	canary: '1,1,1',
	'blue-green': '60,30,10',
	mirror: '1,40,100',
	none: '1,0,0',
};
const isWanted = ({app, weights}: AppCase): boolean => vectors[app.strategy] === weights.join();

/** Those whose requests pass the gateway in the most different ways; of all others there are as many when the matrix is whole. */
const main = new Set([
	'knative-istio-own/blue-green',
	'knative-gateway-own/canary',
	'standard-istio-one/mirror',
	'deployment-gateway/blue-green',
]);
const many = 10_000;
const few = isWhole ? many : 300;

/** Of a hundred requests seven take long, and three fail: the p95 of all is that of a server that waits. */
const slowMs = 60;
const slowBucket = [50, 100] as const;

let stand: Stand;
let target: Target;
const figures: string[] = [];

beforeAll(async () => {
	stand = await startStand(setups, isWanted);
	target = await openTarget({kubeconfig: stand.testbed.kubeconfig});
});

afterAll(async () => {
	await stand?.stop();
	console.log(figures.join('\n'));
});

const cases = setups.flatMap(setup =>
	Object.keys(vectors)
		.filter(strategy => strategy !== 'mirror' || canMirror(setup))
		.map(strategy => `${setup.namespace}/${strategy}`),
);

test.each(cases)('%s: what the gateway counts of each version is what its server got', async title => {
	const appCase = caseOf(title);
	const before = await numbersOf(appCase);
	const count = main.has(title) ? many : few;
	const {arrived, failed} = await send(appCase, count, title);
	await eventually(async () => {
		const after = await numbersOf(appCase);
		const counted = versionNames.map(name => {
			const [then, now] = [before.get(name), after.get(name)];
			if (now?.unknown) return now.unknown.kind;
			return difference(then?.counts, now?.counts);
		});
		expect(counted).toEqual(arrived.map((requests, index) => ({requests, failed: failed[index]})));
	});
	figures.push(`${title}: ${count} requests, counted ${arrived.join('/')}, failed ${failed.join('/')}`);
});

test('the screen and status say the same, to the last request, and a p95 within its bucket', async () => {
	const appCase = caseOf('standard-istio-own/canary');
	const {app} = appCase;
	let screen: AppNumbers = new Map();
	const gateways = new GatewayNumbers(target);
	const stop = gateways.follow(
		{namespace: app.namespace, name: app.name},
		{now: () => new Date(), onNumbers: numbers => (screen = numbers), onError: error => expect.fail(error.message)},
	);
	onTestFinished(stop);
	await eventually(() => expect(screen.size).toBe(versionNames.length));
	const before = screen;
	const {arrived, latencies} = await send(appCase, many, 'screen');
	await eventually(() => {
		const counted = versionNames.map(name => difference(before.get(name)?.counts, screen.get(name)?.counts).requests);
		expect(counted).toEqual(arrived);
		expect(screen.get('wisdom-0')?.history.at(-1)?.requestsPerSecond).toBe(0);
		// Envoy adds up its histograms later than its counters, and with many clusters more slowly.
		for (const name of versionNames) expect(screen.get(name)?.p95Ms).toBeGreaterThan(slowBucket[0]);
	});
	const {stdout} = await runVerb(stand.testbed.kubeconfig, ['status', app.name, '-n', app.namespace, '-o', 'json']);
	const told = JSON.parse(stdout) as {versions: {name: string; numbers: {counts: unknown}}[]};
	expect(told.versions.map(({name, numbers}) => [name, numbers.counts])).toEqual(
		versionNames.map(name => [name, screen.get(name)?.counts]),
	);
	const drawn = await overviewOf(appCase, screen);
	for (const name of versionNames) {
		const {requests = 0, failed = 0} = screen.get(name)?.counts ?? {};
		expect(drawn).toContain(`${requests.toLocaleString('en')} requests, ${failed.toLocaleString('en')} failed`);
	}

	const p95 = latencies.toSorted((one, other) => one - other)[Math.ceil(latencies.length * 0.95) - 1] ?? 0;
	figures.push(
		`p95 measured ${p95.toFixed(1)} ms; told ${versionNames.map(name => screen.get(name)?.p95Ms).join('/')} ms`,
	);
	for (const name of versionNames) {
		const {p95Ms = 0} = screen.get(name) ?? {};
		expect(p95Ms).toBeLessThanOrEqual(slowBucket[1]);
	}

	expect(p95).toBeGreaterThan(slowBucket[0]);
	expect(p95).toBeLessThanOrEqual(slowBucket[1]);
});

test('what Envoy tries again counts once', async () => {
	const appCase = caseOf('standard-istio-own/none');
	const {app, setup} = appCase;
	const before = await numbersOf(appCase);
	const headers = {[behaviour.grpcStatus]: '14', 'x-tally': 'retried'};
	const request = {method: 'POST', host: `${app.name}.${app.namespace}`, path: '/', headers};
	for (let sent = 0; sent < 5; sent++) await ask(stand.entranceOf(setup), request);
	const tries = stand.echo.tally('retried').get(stand.addressOf(setup, 'wisdom-0'));
	const after = await numbersOf(appCase);
	expect({tries, counted: difference(before.get('wisdom-0')?.counts, after.get('wisdom-0')?.counts)}).toEqual({
		tries: 15,
		counted: {requests: 5, failed: 0},
	});
});

function caseOf(title: string): AppCase {
	const found = stand.cases.find(({setup, app}) => `${setup.namespace}/${app.strategy}` === title);
	if (!found) throw new Error(`there is no app ${title}`);
	return found;
}

/** One look at the counters. */
async function numbersOf({app: {namespace, name}}: AppCase): Promise<AppNumbers> {
	const routemap = await target.cluster.get(configMaps, namespace, routemapName(name));
	const counted = appToCount({namespace, name}, routemap, defaultResourceTypes);
	if (!counted) throw new Error(`the routemap of ${name} cannot be read`);
	const ending = new AbortController();
	try {
		const pods = await findGatewayPods(target.cluster, counted, ending.signal);
		const track = new Track();
		track.add(await new Scraper(target, ending.signal).read(pods, [counted], () => new Date()), counted);
		return track.numbers(counted);
	} finally {
		ending.abort();
	}
}

interface Counted {
	readonly requests: number;
	readonly failed: number;
}

/** A counter begins with the first request. */
function difference(before: Counted = {requests: 0, failed: 0}, after: Counted = before): Counted {
	return {requests: after.requests - before.requests, failed: after.failed - before.failed};
}

/** Sends requests of all kinds in turns; resolves with what arrived at each version, copies included, and failed there. */
async function send(appCase: AppCase, count: number, title: string) {
	const {setup} = appCase;
	const entrance = stand.entranceOf(setup);
	const kinds = requestsTo(appCase);
	const latencies: number[] = [];
	await forEachAtOnce(Array(count).keys(), async index => {
		const request = kinds[index % kinds.length];
		if (!request) return;
		// By the golden ratio, so that each kind of request gets its share of all turns, however many kinds there are.
		const turn = Math.floor(((index * 0.618_033_988_75) % 1) * 100);
		const isBad = turn >= 90 && turn < 93;
		const headers = {
			...request.headers,
			'x-tally': isBad ? `${title} bad` : title,
			...(turn >= 93 && {[behaviour.delay]: String(slowMs)}),
			...(isBad && {[behaviour.status]: '500'}),
		};
		const start = performance.now();
		await ask(entrance, {...request, headers});
		latencies.push(performance.now() - start);
	});
	const at = (tally: string) =>
		versionNames.map(version => stand.echo.tally(tally).get(stand.addressOf(setup, version)) ?? 0);
	const failed = at(`${title} bad`);
	return {arrived: at(title).map((good, index) => good + (failed[index] ?? 0)), failed, latencies};
}

async function overviewOf({app}: AppCase, numbers: AppNumbers): Promise<string> {
	const now = new Date();
	const scope = {namespace: app.namespace, app: app.name};
	const snapshot = await fetchSnapshot(target.cluster, scope, new AbortController().signal);
	const [info] = describeApps(snapshot, now);
	if (!info) throw new Error(`there is no app ${app.name}`);
	return overviewLines(info, {
		snapshot,
		numbers,
		pods: {byVersion: undefined, error: undefined},
		tests: undefined,
		states: [],
		width: 120,
		rows: 99,
		now,
	})
		.map(line => textOf(line))
		.join('\n');
}
