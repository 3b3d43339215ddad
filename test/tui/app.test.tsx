import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {ConnectionError} from '../../source/objects/cluster.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {deployments} from '../../source/objects/resource.ts';
import {App} from '../../source/tui/app.tsx';
import type {Session} from '../../source/tui/session.ts';
import {applyRoutes} from '../helpers/apply-routes.ts';
import {eventually} from '../helpers/eventually.ts';
import {fixtures} from '../helpers/fixtures.ts';
import {createMemoryCluster, type MemoryCluster} from '../helpers/memory-cluster.ts';
import {openTerminal, type Terminal} from '../helpers/terminal.ts';
import {fakeSession, type FakeSession} from './session.ts';

let cluster: MemoryCluster;
let terminal: Terminal;
let fake: FakeSession;

const escape = '\u001B';

function open(columns: number, rows: number, given: Partial<Session> = {}): void {
	fake = fakeSession(cluster, given);
	terminal = openTerminal(<App session={fake.session} terminal={fake.terminal} />, columns, rows);
}

async function openWithApps(columns: number, rows: number, given: Partial<Session> = {}): Promise<void> {
	open(columns, rows, given);
	await fake.tell();
	await terminal.until('3 apps');
}

function bottom(): string | undefined {
	return terminal.screen().split('\n').at(-1);
}

async function gone(text: string): Promise<void> {
	await eventually(() => expect(terminal.screen()).not.toContain(text));
}

beforeEach(async () => {
	cluster = createMemoryCluster(
		fixtures(
			'apps/wisdom-routemap',
			'apps/wisdom-0',
			'apps/wisdom-1-loading',
			'apps/owl',
			'apps/fox-routemap',
			'apps/lease',
		),
	);
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 0]);
	await applyRoutes(cluster, 'models', 'owl-routemap', [30, 10]);
});

afterEach(() => {
	terminal.unmount();
	vi.unstubAllEnvs();
});

test('before anything is known the screen says what is looked for', () => {
	open(80, 24);
	expect(terminal.screen()).toBe(`\
 iter8  prod · ns models                                                12:00:00
┌ Apps ────────────────────────────────────────────────────────────────────────┐
│                                                                              │
│  Looking for apps in namespace models …                                      │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
└──────────────────────────────────────────────────────────────────────────────┘
 i initialize  / filter  n namespace  x context  : command  ? help  q quit`);
});

test('without apps the screen says how to create one', async () => {
	cluster = createMemoryCluster();
	open(60, 15);
	await fake.tell();
	await terminal.until('no apps');
	expect(terminal.screen()).toBe(`\
 iter8  prod · ns models · 0 apps    daemon ✖ none  12:00:00
┌ Apps ────────────────────────────────────────────────────┐
│                                                          │
│  There are no apps in namespace models.                  │
│  Press i to initialize one, n for another namespace.     │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
└──────────────────────────────────────────────────────────┘
 i initialize  n namespace  x context  ? help  q quit`);
});

test('a namespace that does not exist is told, with the one that may be meant', async () => {
	cluster = createMemoryCluster();
	open(60, 15, {namespace: 'modles'});
	await fake.tell();
	await terminal.until('does not exist');
	expect(terminal.screen()).toContain(`\
│  Namespace modles does not exist. Did you mean models?   │
│  Press n for another namespace.                          │
`);
});

test('a cluster that cannot be read at first is told, and shown as soon as it can', async () => {
	open(60, 15);
	fake.trouble(new ConnectionError('The connection to the server prod:6443 was refused'));
	await terminal.until('refused');
	expect(terminal.screen()).toBe(`\
 iter8  prod · ns models                            12:00:00
┌ Apps ────────────────────────────────────────────────────┐
│                                                          │
│  The cluster cannot be read; trying again.               │
│  The connection to the server prod:6443 was refused      │
│  x switches the context.                                 │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
└──────────────────────────────────────────────────────────┘
 i initialize  n namespace  x context  ? help  q quit`);
	fake.trouble(undefined);
	await fake.tell();
	await terminal.until('3 apps');
});

test('on 120 columns the list and the chosen app are drawn in one piece', async () => {
	await openWithApps(120, 40);
	terminal.press('G');
	await terminal.until('▸ wisdom');
	expect(terminal.screen()).toBe(`\
 iter8  prod · ns models · 3 apps · 1 wrong                                  daemon ● iter8-7f9c leads, 2s ago  12:00:00
┌ Apps ────────────────────────────┐┌ wisdom ── canary · kserve · since 3d ────────────────────────────────────────────┐
│  fox        ✖ invalid routemap   ││ REQUESTS               VERSION       STATE      FOR    RATE  ERRORS   P95        │
│  owl        ✔ candidate ready    ││ none                   wisdom-1  v2  ◌ loading  30s     –/s     – %  – ms        │
│▸ wisdom     ◌ candidate loading  ││ everything ─────────▶  wisdom-0  v1  ✔ ready    2d23h   –/s     – %  – ms        │
│                                  ││                                                                                  │
│                                  ││ ✔ wisdom-0  primary · v1 · 3d old                                                │
│                                  ││   sklearn · gs://models/wisdom/1                                                 │
│                                  ││                                                                                  │
│                                  ││ ◌ wisdom-1  candidate · v2 · 40s old                                             │
│                                  ││   sklearn · gs://models/wisdom/2                                                 │
│                                  ││   InferenceService wisdom-1 is not Ready: PredictorConfigurationReadyFailed: the │
│                                  ││   container is starting (30s)                                                    │
│                                  ││                                                                                  │
│                                  ││ ✔ route in force: VirtualService wisdom                                          │
│                                  ││                                                                                  │
│                                  ││ CONDITIONS                                                                       │
│                                  ││ ✔ InferenceService wisdom-0                                                      │
│                                  ││   ✔ Ready True  2d23h                                                            │
│                                  ││   model: UpToDate · Loaded · Loaded                                              │
│                                  ││                                                                                  │
│                                  ││ ◌ InferenceService wisdom-1                                                      │
│                                  ││   ✖ Ready False  30s                                                             │
│                                  ││     PredictorConfigurationReadyFailed: the container is starting                 │
│                                  ││   model: InProgress · Loading                                                    │
│                                  │├ Events ──────────────────────────────────────────────────────────────────────────┤
│                                  ││ Looking for events …                                                             │
│                                  ││                                                                                  │
│                                  ││                                                                                  │
│                                  ││                                                                                  │
│                                  ││                                                                                  │
│                                  ││                                                                                  │
│                                  ││                                                                                  │
│                                  ││                                                                                  │
│                                  ││                                                                                  │
│                                  ││                                                                                  │
│                                  ││                                                                                  │
│                                  ││                                                                                  │
└──────────────────────────────────┘└──────────────────────────────────────────────────────────────────────────────────┘
 t test  e explain  a abort  c clean up  Enter open  y route  v diff  o conditions  / filter  : command  ? help  q quit`);
});

test('a lost connection is a banner above what was known last, until it is back', async () => {
	await openWithApps(80, 24);
	fake.trouble(new ConnectionError('The connection to the server prod:6443 was refused'));
	await terminal.until('✖ stale for 0s, retrying: The connection to the server prod:6443 was refused');
	expect(terminal.screen()).toContain('▸ fox');
	fake.trouble(undefined);
	await gone('refused');
});

test('on 80 columns Enter opens the chosen app and Esc leads back', async () => {
	await openWithApps(80, 24);
	terminal.press('jj\r');
	await terminal.until('wisdom ── canary');
	expect(terminal.screen()).not.toContain('owl');
	terminal.press(escape);
	await terminal.until('▸ wisdom');
});

test('each view opens with its key and closes with it or with Esc', async () => {
	await openWithApps(120, 40);
	terminal.press('G');
	for (const [key, text] of [
		['y', 'kind: VirtualService'],
		['v', 'from wisdom-0 to wisdom-1'],
		['o', 'InferenceService wisdom-1'],
	] as const) {
		terminal.press(key);
		await terminal.until(text);
	}

	terminal.press('o');
	await terminal.until('wisdom ── canary');
});

test('the chosen app stays chosen when another one comes before it', async () => {
	await openWithApps(80, 15);
	terminal.press('jk');
	terminal.press('j');
	await terminal.until('▸ owl');
	for (const object of fixtures('apps/fox-routemap')) cluster.put(renamed(object, 'ant-routemap'));
	await fake.tell();
	await terminal.until('4 apps');
	expect(terminal.screen()).toContain('▸ owl');
	terminal.press('\u001B[A');
	await terminal.until('▸ fox');
});

test('of many apps those around the chosen one are drawn', async () => {
	for (const fox of fixtures('apps/fox-routemap')) {
		for (let index = 0; index < 100; index++) {
			cluster.put(renamed(fox, `app-${String(index).padStart(2, '0')}-routemap`));
		}
	}

	open(60, 15);
	await fake.tell();
	await terminal.until('103 apps');
	for (const _ of Array.from({length: 50})) terminal.press('j');
	await terminal.until('▸ app-50');
	await terminal.until('101 wrong');
	expect(terminal.screen()).toBe(`\
 iter8  prod · ns mo… · 103 apps · 101 wrong daemon ● 2s ago
┌ Apps · 47–56 of 103 ─────────────────────────────────────┐
│  APP            STATE                 STRATEGY     AGE   │
│  app-46         ✖ invalid routemap    unknown      120m  │
│  app-47         ✖ invalid routemap    unknown      120m  │
│  app-48         ✖ invalid routemap    unknown      120m  │
│  app-49         ✖ invalid routemap    unknown      120m  │
│▸ app-50         ✖ invalid routemap    unknown      120m  │
│  app-51         ✖ invalid routemap    unknown      120m  │
│  app-52         ✖ invalid routemap    unknown      120m  │
│  app-53         ✖ invalid routemap    unknown      120m  │
│  app-54         ✖ invalid routemap    unknown      120m  │
│  app-55         ✖ invalid routemap    unknown      120m  │
└──────────────────────────────────────────────────────────┘
 d deploy  p promote  a abort  Enter open  ? help  q quit`);
	terminal.press('G');
	await terminal.until('▸ wisdom');
	terminal.press('\u001B[5~');
	await terminal.until('▸ app-93');
});

test('a filter that is typed in one piece holds before the next key, and Esc clears it', async () => {
	await openWithApps(80, 24);
	terminal.press('/owl\r\r');
	await terminal.until('owl ── blue-green');
	terminal.press(escape);
	await terminal.until('Apps · 1 of 3 · /owl');
	terminal.press(escape);
	await terminal.until('fox');
	expect(terminal.screen()).toContain('▸ owl');
});

test('labels of the routemap filter, too', async () => {
	await openWithApps(80, 24);
	terminal.press(':filter -l iter8.tools/kind=other\r');
	await terminal.until('No app matches -l iter8.tools/kind=other.');
	terminal.press(escape);
	await terminal.until('▸ fox');
	terminal.press(':filter -l iter8.tools/kind=routemap\r');
	await terminal.until('3 of 3');
});

test('what is pasted goes into a line of input, and nowhere else', async () => {
	await openWithApps(80, 24);
	terminal.press('\u001B[200~qG\u001B[201~');
	terminal.press('/');
	await terminal.until('Enter keeps it');
	terminal.press('\u001B[200~wis\ndom\u001B[201~');
	await terminal.until('/wis dom');
});

test('what is wrong comes first, s sorts by name, and ! leaves only what is wrong', async () => {
	const [fox] = fixtures('apps/fox-routemap');
	if (fox) cluster.put(renamed(fox, 'zebra-routemap'));
	open(80, 24);
	await fake.tell();
	await terminal.until('4 apps · 2 wrong');
	const names = () =>
		terminal
			.screen()
			.split('\n')
			.slice(3, 7)
			.map(line => line.split(/[\s│▸]+/)[1]);
	expect(names()).toEqual(['fox', 'zebra', 'owl', 'wisdom']);
	terminal.press('s');
	await terminal.until('by name');
	expect(names()).toEqual(['fox', 'owl', 'wisdom', 'zebra']);
	terminal.press('!');
	await terminal.until('2 of 4 · /state:wrong');
	terminal.press('!');
	await terminal.until('Apps · by name');
});

test('a command switches the namespace, and what was known of the other one is forgotten', async () => {
	await openWithApps(80, 24);
	terminal.press(':ns default\r');
	await terminal.until('Looking for apps in namespace default');
	expect(fake.moves).toEqual([{context: 'prod', namespace: 'default'}]);
	expect(terminal.screen()).toContain('prod · ns default');
});

test('a list offers the namespaces, all of them included, and Enter takes one', async () => {
	await openWithApps(80, 24);
	terminal.press('n');
	await terminal.until('▸ models  · here');
	terminal.press('g');
	await terminal.until('▸ all namespaces');
	terminal.press('\r');
	await terminal.until('Looking for apps in any namespace');
	expect(fake.moves).toEqual([{context: 'prod', namespace: undefined}]);
});

test('a context that cannot be used is told, and one stays', async () => {
	await openWithApps(80, 24, {move: () => Promise.reject(new Error('context "staging" has no server'))});
	terminal.press(':ctx staging\r');
	await terminal.until('✖ context "staging" has no server');
	expect(terminal.screen()).toContain('▸ fox');
});

test('a command that there is not says so', async () => {
	await openWithApps(80, 24);
	terminal.press(':prmote\r');
	await terminal.until('there is no command prmote; Tab completes, ? lists them');
});

test('an action that is forbidden says why', async () => {
	const reason = 'you may not update inferenceservices in namespace models';
	await openWithApps(80, 24, {forbidden: async () => new Map([['promote', reason]])});
	await eventually(() => {
		terminal.press('p');
		expect(bottom()).toBe(` promote: ${reason}`);
	});
	terminal.press('j');
	await terminal.until('▸ owl');
	expect(bottom()).toContain('p promote');
});

test('what may be done is asked for the kinds of the chosen app, once for apps of the same', async () => {
	const asked: string[] = [];
	await openWithApps(80, 24, {
		forbidden: async (namespace, {versions, resources, routes}) => {
			const kinds = [versions, resources, routes].map(list => list.map(({plural}) => plural).join(' '));
			asked.push([namespace, ...kinds].join(', '));
			return versions.includes(deployments) ? new Map([['deploy', 'no Deployments here']] as const) : new Map();
		},
	});
	terminal.press('j');
	await terminal.until('▸ owl');
	await eventually(() => {
		terminal.press('d');
		expect(bottom()).toBe(' deploy: no Deployments here');
	});
	terminal.press('j');
	await terminal.until('▸ wisdom');
	expect(asked).toEqual([
		'models, inferenceservices, inferenceservices, virtualservices',
		'models, deployments, inferenceservices configmaps deployments, virtualservices',
	]);
});

test('read-only mode forbids at once, also before the cluster has said what is forbidden', async () => {
	await openWithApps(80, 24, {isReadOnly: true, forbidden: () => new Promise(() => undefined)});
	expect(terminal.screen()).toContain('read-only · 3 apps');
	terminal.press('d');
	await terminal.until('deploy: this is read-only (--read-only)');
});

test('a plan that was not gone ahead with says that nothing was changed', async () => {
	await openWithApps(80, 24);
	terminal.press('G');
	await terminal.until('▸ wisdom');
	terminal.press('c');
	await terminal.until('▸[ Cancel ]');
	terminal.press('\r');
	await terminal.until('cancelled, nothing was changed');
	terminal.press('c');
	await terminal.until('▸[ Cancel ]');
	terminal.press(escape);
	await terminal.until('cancelled, nothing was changed');
});

test('events and numbers of the app that stays chosen are followed, and of no other', async () => {
	await openWithApps(120, 40);
	terminal.press('G');
	const event = {
		apiVersion: 'v1',
		kind: 'Event',
		metadata: {name: 'wisdom.1', namespace: 'models'},
		involvedObject: {name: 'wisdom'},
		reason: 'RouteApplied',
		message: 'wisdom-1 answers traffic: test',
		lastTimestamp: '2026-01-01T11:59:30Z',
	};
	await eventually(() => expect(fake.tellEvents('wisdom', [event])).toBe(true));
	await terminal.until('11:59:30 wisdom RouteApplied wisdom-1 answers traffic: test');
	const numbers = {requestsPerSecond: 118.4, errorShare: 0, p50Ms: 20, p95Ms: 38, history: []};
	expect(fake.tellNumbers('wisdom', new Map([['wisdom-0', numbers]]))).toBe(true);
	await terminal.until('118/s     0 %  38 ms');
	expect(fake.tellEvents('fox', [])).toBe(false);
	terminal.press('g');
	await eventually(() => expect(fake.tellEvents('wisdom', [])).toBe(false));
});

test('resizing draws the screen anew, down to a size where it asks for room', async () => {
	await openWithApps(80, 15);
	terminal.resize(120, 20);
	await terminal.until('fox ── unknown');
	expect(terminal.screen().split('\n')).toHaveLength(20);
	terminal.resize(59, 15);
	await terminal.until('At least');
	terminal.resize(60, 15);
	await terminal.until('▸ fox');
});

test('q exits with 0', async () => {
	open(80, 15);
	terminal.press('q');
	expect(await terminal.exited).toBe(0);
});

test('Ctrl-C exits with 130, also from a line of input', async () => {
	open(80, 15);
	terminal.press(':pro\u0003');
	expect(await terminal.exited).toBe(130);
});

test('Ctrl-Z asks for a stop', async () => {
	open(80, 15);
	terminal.press('\u001A');
	expect(fake.stops).toBe(1);
});

test('a key that fails ends the program with its error', async () => {
	fake = fakeSession(cluster);
	const stop = () => {
		throw new Error('this terminal has no shell');
	};
	terminal = openTerminal(<App session={fake.session} terminal={{...fake.terminal, stop}} />, 80, 15);
	terminal.press('\u001A');
	await expect(terminal.exited).rejects.toThrow('this terminal has no shell');
});

test('a stop gives the terminal back, and going on draws anew', async () => {
	let stopped: (stopNow: () => Promise<void>) => void = () => undefined;
	fake = fakeSession(cluster);
	const onStop = (listener: typeof stopped) => {
		stopped = listener;
		return () => undefined;
	};
	terminal = openTerminal(<App session={fake.session} terminal={{...fake.terminal, onStop}} />, 80, 15);
	await fake.tell();
	await terminal.until('3 apps');
	const stops: string[] = [];
	stopped(async () => {
		stops.push('stopped');
	});
	await eventually(() => expect(stops).toEqual(['stopped']));
	terminal.press('j');
	await terminal.until('▸ owl');
});

function renamed(object: KubeObject, name: string): KubeObject {
	return {...object, metadata: {...object.metadata, name, uid: name}};
}
