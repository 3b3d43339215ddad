import {beforeAll, expect, test, vi} from 'vitest';
import type {KubeObject} from '../../../source/objects/object.ts';
import type {Model} from '../../../source/tui/screens/model.ts';
import {openPrompt, promptKey} from '../../../source/tui/state/prompt.ts';
import {failedRun, modelOf, runOf, screenOf} from './model.ts';

beforeAll(() => {
	return () => vi.unstubAllEnvs();
});

test('an action that runs is seen in the list, the header and the events', async () => {
	const model = await modelOf('wisdom', {columns: 120, rows: 20, runs: [runOf(), failedRun()]});
	expect(screenOf(model)).toBe(`\
 iter8  prod · ns models · 1 running · 3 apps · 1 wrong                      daemon ● iter8-7f9c leads, 2s ago  12:00:00
┌ Apps ────────────────────────────┐┌ wisdom ── canary · kserve · since 3d ────────────────────────────────────────────┐
│  fox        ✖ invalid routemap   ││ REQUESTS                    VERSION       STATE    FOR    RATE  ERRORS   P95     │
│  owl        ✔ candidate ready    ││ traffic: test ───────────▶  wisdom-1  v2  ✔ ready  4m      –/s     – %  – ms     │
│▸ wisdom     ◴ candidate ready    ││ everything else ─────────▶  wisdom-0  v1  ✔ ready  2d23h   –/s     – %  – ms     │
│                                  ││                                                                                  │
│                                  ││ ✔ wisdom-0  primary · v1 · 3d old                                                │
│                                  ││   sklearn · gs://models/wisdom/1                                                 │
│                                  ││                                                                                  │
│                                  ││ ✔ wisdom-1  candidate · v2 · 5m old                                              │
│                                  ││   sklearn · gs://models/wisdom/2                                                 │
│                                  ││                                                                                  │
│                                  ││ ✔ route in force: VirtualService wisdom                                          │
│                                  │├ Events ──────────────────────────────────────────────────────────────────────────┤
│                                  ││ 11:59:40 promote wisdom-1 of wisdom: failed: inferenceservice wisdom-0 was       │
│                                  ││          changed by someone else meanwhile: run it again                         │
│                                  ││ 11:59:00 promote wisdom-1 of wisdom: started from here                           │
│                                  ││ 11:59:00 promote wisdom-1 of wisdom: started from here                           │
└──────────────────────────────────┘└──────────────────────────────────────────────────────────────────────────────────┘
 p promote  t test  C compare  e explain  a abort  c clean up  Enter open  y route  / filter  : command  ? help  q quit`);
});

test('where no lease may be read nobody is told that no daemon leads', async () => {
	const model = await modelOf('wisdom', {rows: 15, daemon: undefined});
	const {known} = model;
	const snapshot = known.snapshot && {...known.snapshot, leases: [], hiddenLeases: ['models', 'kube-system']};
	const [header, next] = screenOf({...model, known: {...known, snapshot}}).split('\n');
	expect(header).toBe(' iter8  prod · ns models · 3 apps · 1 wrong    daemon ? not to be seen  12:00:00');
	expect(next).toMatch(/^┌ Apps/);
});

test('nobody leads: a banner says what that means, and the key that ends it', async () => {
	const model = await modelOf('wisdom', {rows: 15, daemon: undefined});
	const keyContext = {...model.keyContext, daemon: undefined};
	expect(screenOf({...model, keyContext})).toBe(`\
 iter8  prod · ns models · 3 apps · 1 wrong   daemon ✖ none is running  12:00:00
 ✖ no daemon is running: routes do not follow the versions; D to start one
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
└──────────────────────────────────────────────────────────────────────────────┘
 p promote  t test  C compare  a abort  c clean up  Enter open  ? help  q quit`);
});

test('nobody leads for one of all namespaces: the banner names it, and a command in place of the key of all', async () => {
	const model = await modelOf('wisdom', {rows: 15, place: {context: 'prod', namespace: undefined}});
	const {snapshot} = model.known;
	const [routemap] = snapshot?.routemaps ?? [];
	if (!snapshot || !routemap) throw new Error('there is no routemap');
	const stray = {...routemap, metadata: {...routemap.metadata, namespace: 'zoo'}};
	const known = {snapshot: {...snapshot, routemaps: [...snapshot.routemaps, stray]}, trouble: undefined};
	expect(
		screenOf({...model, known})
			.split('\n')
			.slice(0, 4)
			.join('\n'),
	).toBe(`\
 iter8  prod · all namespaces · 3 apps · 1 wrong       daemon ● 2s ago  12:00:00
 ✖ namespace zoo: no daemon is running: routes do not follow the versions; to
   start one: kubectl iter8 watch -n zoo
┌ Apps ────────────────────────────────────────────────────────────────────────┐`);
});

test('an app without its routemap is in no list: the banner tells of the first', async () => {
	const sentence =
		'its routemap bg-routemap is gone, and no route takes its requests any more, while InferenceService bg-0 is still there';
	const command = {
		program: 'kubectl iter8',
		words: ['init', 'bg', '--strategy', 'mirror'],
		namespace: 'models',
	} as const;
	const bg = {namespace: 'models', name: 'bg', sentence, advised: [{to: 'set it up again', command}]};
	const top = async (lost: Model['lost']) =>
		screenOf(await modelOf('wisdom', {columns: 120, rows: 15, lost}))
			.split('\n')
			.slice(1)
			.filter(line => /^ (✖|  )/.test(line))
			.join('\n');
	expect(await top([bg])).toBe(`\
 ✖ app models/bg: its routemap bg-routemap is gone, and no route takes its requests any more, while InferenceService
   bg-0 is still there; to set it up again: kubectl iter8 init bg --strategy mirror -n models`);
	expect(await top([bg, {...bg, name: 'other'}])).toBe(`\
 ✖ app models/bg: its routemap bg-routemap is gone, and no route takes its requests any more, while InferenceService
   bg-0 is still there (and 1 more: check names them); to set it up again: kubectl iter8 init bg --strategy mirror -n
   models`);
});

test('stale data stays, under a banner with its age', async () => {
	const model = await modelOf('wisdom', {columns: 60, rows: 15});
	const trouble = {
		error: new Error('The connection to the server prod:6443 was refused - did you specify the right host or port?'),
		since: new Date('2026-01-01T11:59:30Z'),
	};
	expect(screenOf({...model, known: {...model.known, trouble}})).toBe(`\
 iter8  prod · ns models · 3 apps · 1 wrong  daemon ● 2s ago
 ✖ stale for 30s, retrying: The connection to the server
   prod:6443 was refused - did you specify the right host
   or port?
┌ Apps ────────────────────────────────────────────────────┐
│  APP            STATE                 STRATEGY     AGE   │
│  fox            ✖ invalid routemap    unknown      120m  │
│  owl            ✔ candidate ready     blue-green   120m  │
│▸ wisdom         ✔ candidate ready     canary       3d    │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
└──────────────────────────────────────────────────────────┘
 p promote  a abort  c clean up  Enter open  ? help  q quit`);
});

test('a filter stands in the title, with how many apps it leaves', async () => {
	const model = await modelOf('owl', {columns: 60, rows: 15});
	const apps = model.apps.filter(({name}) => name === 'owl');
	const prompt = openPrompt('filter', 'ow');
	expect(screenOf({...model, apps, ui: {...model.ui, filter: 'ow', order: 'state', prompt}})).toBe(`\
 iter8  prod · ns models · 3 apps · 1 wrong  daemon ● 2s ago
┌ Apps · 1 of 3 · /ow ─────────────────────────────────────┐
│  APP            STATE                 STRATEGY     AGE   │
│▸ owl            ✔ candidate ready     blue-green   120m  │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
└──────────────────────────────────────────────────────────┘
 /ow▏   Enter keeps it, Esc gives it up`);
});

test('a filter that leaves nothing says how to get everything back', async () => {
	const model = await modelOf('owl', {columns: 60, rows: 15, apps: [], app: undefined, ui: {filter: 'zebra'}});
	expect(screenOf(model)).toBe(`\
 iter8  prod · ns models · 3 apps · 1 wrong  daemon ● 2s ago
┌ Apps · 0 of 3 · /zebra ──────────────────────────────────┐
│                                                          │
│  No app matches zebra.                                   │
│  Press Esc to see all.                                   │
│                                                          │
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

test('after a colon stands what can be completed', async () => {
	const candidates = {apps: ['fox', 'owl', 'wisdom'], namespaces: [], contexts: []};
	const prompt = ['p', 'r', 'tab', 'tab'].reduce(
		(prompt, key) => promptKey(prompt, key, candidates, []),
		openPrompt('command', ''),
	);
	const lines = screenOf(await modelOf('owl', {candidates, ui: {prompt}})).split('\n');
	expect(lines.at(-1)).toBe(' :promote fox▏   fox  owl  wisdom');
});

test('what just happened stands in place of the keys for a while', async () => {
	const flash = {words: 'promote: you may not', tone: 'waiting', at: new Date('2026-01-01T11:59:55Z')} as const;
	const shown = (at: Date) => async () =>
		screenOf(await modelOf('owl', {ui: {flash: {...flash, at}}}))
			.split('\n')
			.at(-1);
	expect(await shown(flash.at)()).toBe(' promote: you may not');
	expect(await shown(new Date('2026-01-01T11:59:50Z'))()).toContain('q quit');
});

test('a pane that cannot be drawn says so, and the others stay', async () => {
	const broken = {apiVersion: 'v1', kind: 'Event', metadata: undefined} as unknown as KubeObject;
	const screen = screenOf(
		await modelOf('wisdom', {
			columns: 120,
			rows: 20,
			feeds: {events: [broken], numbers: undefined, tests: undefined, error: undefined},
		}),
	);
	expect(screen).toContain('✖ this cannot be shown: Cannot read properties of undefined');
	expect(screen).toContain('▸ wisdom');
	expect(screen).toContain('wisdom ── canary');
});

test('a terminal that is too small is told the size that is needed', async () => {
	expect(screenOf(await modelOf('owl', {columns: 59, rows: 15}))).toBe(`\

 The terminal is 59×15.
 At least 60×15 is needed.
 q quits.`);
	expect(screenOf(await modelOf('owl', {columns: 60, rows: 14}))).toContain('60×14');
});
