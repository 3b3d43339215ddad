import {beforeAll, expect, test, vi} from 'vitest';
import type {VersionNumbers} from '../../../source/metrics/numbers.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import {displayWidth} from '../../../source/print/width.ts';
import {textOf} from '../../../source/tui/lines/line.ts';
import {drawFrame} from '../../../source/tui/screens/frame.ts';
import {appInfo, versionInfo} from '../apps.ts';
import {modelOf, screenOf} from './model.ts';

beforeAll(() => {
	return () => vi.unstubAllEnvs();
});

function event(at: string, name: string, reason: string, message: string, type = 'Normal', count = 1): KubeObject {
	return {
		apiVersion: 'v1',
		kind: 'Event',
		metadata: {name: `${name}.${at}`, namespace: 'models'},
		involvedObject: {kind: 'VirtualService', name},
		reason,
		message,
		type,
		count,
		lastTimestamp: at,
	};
}

const feeds = {
	events: [
		event('2026-01-01T11:59:30Z', 'wisdom', 'RouteApplied', 'wisdom-1 answers traffic: test'),
		event('2026-01-01T11:58:00Z', 'wisdom-1', 'Unhealthy', 'readiness probe failed', 'Warning', 3),
	],
	numbers: undefined,
	tests: undefined,
	error: undefined,
};

function measured(requestsPerSecond: number, p95Ms: number, p95History: readonly number[]): VersionNumbers {
	const moment = {requestsPerSecond, errorShare: 0};
	const history = p95History.map((each, index) => ({...moment, at: index * 50_000, p95Ms: each}));
	return {...moment, p50Ms: p95Ms / 2, p95Ms, history};
}

const numbers = new Map([
	['wisdom-0', measured(118.4, 38, [20, 20, 25, 20, 20, 38, 20, 20, 20, 25, 20, 20])],
	['wisdom-1', measured(2.1, 41, [30, 30, 35, 41])],
]);

test('a wide terminal has the apps on the left and the chosen one on the right', async () => {
	const model = await modelOf('wisdom', {columns: 120, rows: 40, feeds, numbers});
	expect(screenOf(model)).toBe(`\
 iter8  prod · ns models · 3 apps · 1 wrong                                  daemon ● iter8-7f9c leads, 2s ago  12:00:00
┌ Apps ────────────────────────────┐┌ wisdom ── canary · kserve · since 3d ────────────────────────────────────────────┐
│  fox        ✖ invalid routemap   ││ REQUESTS                    VERSION       STATE    FOR     RATE  ERRORS    P95   │
│  owl        ✔ candidate ready    ││ traffic: test ───────────▶  wisdom-1  v2  ✔ ready  4m     2.1/s     0 %  41 ms   │
│▸ wisdom     ✔ candidate ready    ││ everything else ─────────▶  wisdom-0  v1  ✔ ready  2d23h  118/s     0 %  38 ms   │
│                                  ││                                                                                  │
│                                  ││ share  wisdom-0 ████████████████████████▋    98 %  p95 for 10 min ▄▄▅▄▄█▄▄▄▅▄▄   │
│                                  ││        wisdom-1 ▍░░░░░░░░░░░░░░░░░░░░░░░░     2 %                 ▆▆▇█           │
│                                  ││                                                                                  │
│                                  ││ REQUESTS/S                                                                       │
│                                  ││ wisdom-0  │     ███████████████████████████████████████████████████████████████  │
│                                  ││ max 118/s │     ███████████████████████████████████████████████████████████████  │
│                                  ││           │     ███████████████████████████████████████████████████████████████  │
│                                  ││           │     ███████████████████████████████████████████████████████████████  │
│                                  ││ wisdom-1  │                                                  ██████████████████  │
│                                  ││ max 2.1/s │                                                  ██████████████████  │
│                                  ││           │                                                  ██████████████████  │
│                                  ││           │                                                  ██████████████████  │
│                                  ││           └10 min ago                                                       now  │
│                                  ││                                                                                  │
│                                  ││ ✔ wisdom-0  primary · v1 · 3d old                                                │
│                                  ││   sklearn · gs://models/wisdom/1                                                 │
│                                  ││                                                                                  │
│                                  ││ ✔ wisdom-1  candidate · v2 · 5m old                                              │
│                                  ││   sklearn · gs://models/wisdom/2                                                 │
│                                  ││                                                                                  │
│                                  ││ ✔ route in force: VirtualService wisdom                                          │
│                                  │├ Events ──────────────────────────────────────────────────────────────────────────┤
│                                  ││ 11:59:30 wisdom RouteApplied wisdom-1 answers traffic: test                      │
│                                  ││ 11:58:00 wisdom-1 Unhealthy readiness probe failed (3×)                          │
│                                  ││                                                                                  │
│                                  ││                                                                                  │
│                                  ││                                                                                  │
│                                  ││                                                                                  │
│                                  ││                                                                                  │
│                                  ││                                                                                  │
│                                  ││                                                                                  │
│                                  ││                                                                                  │
└──────────────────────────────────┘└──────────────────────────────────────────────────────────────────────────────────┘
 p promote  t test  C compare  e explain  a abort  c clean up  Enter open  y route  / filter  : command  ? help  q quit`);
});

test('names too long for three tenths of the screen get four, and lose their middles', async () => {
	const rows = async (columns: number, namespace: string | undefined) => {
		const apps = ['sentiment', 'sentiment-with-transformer'].map(name => appInfo(name));
		const place = {context: 'prod', namespace};
		const model = await modelOf('wisdom', {columns, apps, app: apps[0], place});
		return screenOf(model)
			.split('\n')
			.slice(2, 4)
			.map(line => /^│(.*?) *││/.exec(line)?.[1]);
	};
	expect(await rows(160, 'models')).toEqual([
		'▸ sentiment                   ✔ stable',
		'  sentiment-with-transformer  ✔ stable',
	]);
	expect(await rows(120, 'models')).toEqual(['▸ sentiment              ✔ stable', '  sentiment-…ransformer  ✔ stable']);
	expect(await rows(100, undefined)).toEqual(['▸ models…timent  ✔ stable', '  models…former  ✔ stable']);
});

test('80 columns have the apps, and below them what has to be known of the chosen one first', async () => {
	expect(screenOf(await modelOf('wisdom'))).toBe(`\
 iter8  prod · ns models · 3 apps · 1 wrong            daemon ● 2s ago  12:00:00
┌ Apps ────────────────────────────────────────────────────────────────────────┐
│  APP        STATE                 STRATEGY     VERSIONS                AGE   │
│  fox        ✖ invalid routemap    unknown                              120m  │
│  owl        ✔ candidate ready     blue-green   owl-0 ✔ 30  owl-1 ✔ 10  120m  │
│▸ wisdom     ✔ candidate ready     canary       wisdom-0 ✔  wisdom-1 ✔  3d    │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
├ wisdom ──────────────────────────────────────────────────────────────────────┤
│ REQUESTS                    VERSION       STATE    FOR    RATE  ERRORS   P95 │
│ traffic: test ───────────▶  wisdom-1  v2  ✔ ready  4m      –/s     – %  – ms │
│ everything else ─────────▶  wisdom-0  v1  ✔ ready  2d23h   –/s     – %  – ms │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
└──────────────────────────────────────────────────────────────────────────────┘
 p promote  t test  C compare  a abort  c clean up  Enter open  ? help  q quit`);
});

test('60 columns have the apps alone', async () => {
	expect(screenOf(await modelOf('wisdom', {columns: 60, rows: 15}))).toBe(`\
 iter8  prod · ns models · 3 apps · 1 wrong  daemon ● 2s ago
┌ Apps ────────────────────────────────────────────────────┐
│  APP            STATE                 STRATEGY     AGE   │
│  fox            ✖ invalid routemap    unknown      120m  │
│  owl            ✔ candidate ready     blue-green   120m  │
│▸ wisdom         ✔ candidate ready     canary       3d    │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
└──────────────────────────────────────────────────────────┘
 p promote  a abort  c clean up  Enter open  ? help  q quit`);
});

test('80 columns have the chosen app alone', async () => {
	const model = await modelOf('wisdom', {feeds, numbers, ui: {focus: 'app'}});
	expect(screenOf(model)).toBe(`\
 iter8  prod · ns models · 3 apps · 1 wrong            daemon ● 2s ago  12:00:00
┌ wisdom ── canary · kserve · since 3d ────────────────────────────────────────┐
│ REQUESTS                  VERSION       STATE    FOR     RATE  ERRORS    P95 │
│ traffic: test ─────────▶  wisdom-1  v2  ✔ ready  4m     2.1/s     0 %  41 ms │
│ everything else ───────▶  wisdom-0  v1  ✔ ready  2d23h  118/s     0 %  38 ms │
│                                                                              │
│ share  wisdom-0 ████████████████████▋    98 %  p95 for 10 min ▄▄▅▄▄█▄▄▄▅▄▄   │
│        wisdom-1 ▍░░░░░░░░░░░░░░░░░░░░     2 %                 ▆▆▇█           │
│                                                                              │
│ ✔ wisdom-0  primary · v1 · 3d old                                            │
│   sklearn · gs://models/wisdom/1                                             │
│                                                                              │
│ ✔ wisdom-1  candidate · v2 · 5m old                                          │
│   sklearn · gs://models/wisdom/2                                             │
│                                                                              │
│ ✔ route in force: VirtualService wisdom                                      │
│                                                                              │
│                                                                              │
├ Events ──────────────────────────────────────────────────────────────────────┤
│ 11:59:30 wisdom RouteApplied wisdom-1 answers traffic: test                  │
│ 11:58:00 wisdom-1 Unhealthy readiness probe failed (3×)                      │
│                                                                              │
└──────────────────────────────────────────────────────────────────────────────┘
 p promote  t test  C compare  e explain  a abort  c clean up  ? help  q quit`);
});

test('60 columns have the chosen app alone, and say how much of it is out of view', async () => {
	const model = await modelOf('wisdom', {columns: 60, rows: 15, feeds, numbers, ui: {focus: 'app', offset: 2}});
	expect(screenOf(model)).toBe(`\
 iter8  prod · ns models · 3 apps · 1 wrong  daemon ● 2s ago
┌ wisdom ── canary · kserve · since 3d ──────── 3–9 of 13 ─┐
│                                                          │
│ share  wisdom-0 █████████████████████████████▌    98 %   │
│        wisdom-1 ▌░░░░░░░░░░░░░░░░░░░░░░░░░░░░░     2 %   │
│                                                          │
│ ✔ wisdom-0  primary · v1 · 3d old                        │
│   sklearn · gs://models/wisdom/1                         │
│                                                          │
├ Events ──────────────────────────────────────────────────┤
│ 11:59:30 wisdom RouteApplied wisdom-1 answers traffic:   │
│          test                                            │
│ 11:58:00 wisdom-1 Unhealthy readiness probe failed (3×)  │
└──────────────────────────────────────────────────────────┘
 p promote  t test  a abort  c clean up  ? help  q quit`);
});

test('in a blue-green rollout without numbers the weights are what is shared', async () => {
	expect(screenOf(await modelOf('owl', {rows: 20, ui: {focus: 'app'}}))).toBe(`\
 iter8  prod · ns models · 3 apps · 1 wrong            daemon ● 2s ago  12:00:00
┌ owl ── blue-green · Deployment · since 120m ─────────────────────────────────┐
│ REQUESTS                  VERSION  STATE    FOR   WEIGHT  RATE  ERRORS   P95 │
│ everything (25 %) ─────▶  owl-1    ✔ ready  59m       10   –/s     – %  – ms │
│ everything (75 %) ─────▶  owl-0    ✔ ready  119m      30   –/s     – %  – ms │
│                                                                              │
│ weight owl-0 ██████████████████████▌░░░░░░░    75 %                          │
│        owl-1 ███████▌░░░░░░░░░░░░░░░░░░░░░░    25 %                          │
│                                                                              │
│ ✔ owl-0  primary · Deployment · weight 30 · 120m old                         │
│                                                                              │
│ ✔ owl-1  candidate · Deployment · weight 10 · 60m old                        │
│                                                                              │
│ ✔ route in force: VirtualService owl                                         │
├ Events ──────────────────────────────────────────────────────────────────────┤
│ No events.                                                                   │
│                                                                              │
│                                                                              │
└──────────────────────────────────────────────────────────────────────────────┘
 p promote  w weights  t test  C compare  a abort  c clean up  ? help  q quit`);
});

test('a routemap that cannot be read says what is wrong with it', async () => {
	expect(screenOf(await modelOf('fox', {rows: 15, ui: {focus: 'app'}}))).toBe(`\
 iter8  prod · ns models · 3 apps · 1 wrong            daemon ● 2s ago  12:00:00
┌ fox ── unknown · since 120m ─────────────────────────────────────────────────┐
│ ✖ versions is empty: a routemap needs at least one version                   │
│   to repair it: kubectl edit configmap fox-routemap -n models                │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
├ Events ──────────────────────────────────────────────────────────────────────┤
│ No events.                                                                   │
│                                                                              │
│                                                                              │
└──────────────────────────────────────────────────────────────────────────────┘
 d deploy  p promote  w weights  t test  a abort  c clean up  ? help  q quit`);
});

test('the route is shown as YAML, from where it was scrolled to', async () => {
	const model = await modelOf('wisdom', {ui: {focus: 'app', view: 'route', offset: 6}});
	expect(screenOf(model)).toBe(`\
 iter8  prod · ns models · 3 apps · 1 wrong            daemon ● 2s ago  12:00:00
┌ wisdom ── route ──────────────────────────────────────────────── 7–26 of 38 ─┐
│   namespace: models                                                          │
│   ownerReferences:                                                           │
│   - apiVersion: v1                                                           │
│     kind: ConfigMap                                                          │
│     name: wisdom-routemap                                                    │
│     uid: routemap-wisdom                                                     │
│   resourceVersion: "10"                                                      │
│   uid: uid-7                                                                 │
│ spec:                                                                        │
│   hosts:                                                                     │
│   - wisdom.models                                                            │
│   http:                                                                      │
│   - match:                                                                   │
│     - headers:                                                               │
│         traffic:                                                             │
│           exact: test                                                        │
│     name: wisdom-1                                                           │
│     route:                                                                   │
│     - destination:                                                           │
│         host: gateway                                                        │
└──────────────────────────────────────────────────────────────────────────────┘
 p promote  t test  C compare  e explain  a abort  c clean up  ? help  q quit`);
});

test('the diff shows what changes in the spec from primary to candidate', async () => {
	expect(screenOf(await modelOf('wisdom', {rows: 18, ui: {focus: 'app', view: 'diff'}}))).toBe(`\
 iter8  prod · ns models · 3 apps · 1 wrong            daemon ● 2s ago  12:00:00
┌ wisdom ── spec diff ─────────────────────────────────────────────────────────┐
│ from wisdom-0 to wisdom-1                                                    │
│   …                                                                          │
│     model:                                                                   │
│       modelFormat:                                                           │
│         name: sklearn                                                        │
│ -     storageUri: gs://models/wisdom/1                                       │
│ +     storageUri: gs://models/wisdom/2                                       │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
└──────────────────────────────────────────────────────────────────────────────┘
 p promote  t test  C compare  e explain  a abort  c clean up  ? help  q quit`);
});

test('the conditions are shown whole', async () => {
	expect(screenOf(await modelOf('wisdom', {rows: 18, ui: {focus: 'app', view: 'conditions'}}))).toBe(`\
 iter8  prod · ns models · 3 apps · 1 wrong            daemon ● 2s ago  12:00:00
┌ wisdom ── conditions ────────────────────────────────────────────────────────┐
│ ✔ InferenceService wisdom-0                                                  │
│   ✔ Ready True  2d23h                                                        │
│   model: UpToDate · Loaded · Loaded                                          │
│                                                                              │
│ ✔ InferenceService wisdom-1                                                  │
│   ✔ Ready True  4m                                                           │
│   model: UpToDate · Loaded · Loaded                                          │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
└──────────────────────────────────────────────────────────────────────────────┘
 p promote  t test  C compare  e explain  a abort  c clean up  ? help  q quit`);
});

test('names of 253 characters, wide ones and hostile ones break no column, at any size', async () => {
	const name = 'x'.repeat(253);
	const versions = [
		versionInfo({name, requests: 'everything', label: '模型'.repeat(40), reason: 'no\u001B[2J '.repeat(60)}),
		versionInfo({name: `${name}-1`, role: 'candidate', requests: 'x-header: '.repeat(40), phase: 'failed'}),
	];
	const app = appInfo(name, {namespace: 'y'.repeat(63), versions, strategy: '模'.repeat(50), faults: [name]});
	for (const [columns, rows] of [
		[60, 15],
		[80, 24],
		[99, 30],
		[100, 30],
		[211, 60],
	] as const) {
		for (const focus of ['apps', 'app'] as const) {
			const model = await modelOf('owl', {
				columns,
				rows,
				apps: [app],
				app,
				place: {context: name, namespace: undefined},
				ui: {focus},
			});
			const {top, body, bottom} = drawFrame(model);
			const lines = [...top, ...(body?.lines ?? [])].map(textOf);
			expect(lines.map(displayWidth)).toEqual(lines.map(() => columns));
			expect(lines.length + bottom.length).toBe(rows);
		}
	}
});
