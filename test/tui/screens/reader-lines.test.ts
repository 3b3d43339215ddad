import {beforeAll, expect, test, vi} from 'vitest';
import {readerLines} from '../../../source/tui/screens/reader-lines.ts';
import {modelOf, runOf} from './model.ts';

beforeAll(() => {
	return () => vi.unstubAllEnvs();
});

test('the list is read out line by line, the chosen app as chosen, without frames', async () => {
	expect(readerLines(await modelOf('owl')).join('\n')).toBe(`\
iter8 prod, ns models, 3 apps, 1 wrong
the daemon iter8-7f9c leads
APP, STATE, STRATEGY, AGE
fox, invalid routemap, unknown, 120m
chosen: owl, candidate ready, blue-green, 120m
wisdom, candidate ready, canary, 3d
p promote, w weights, t test, C compare, e explain, a abort, c clean up, Enter open, / filter, ? help, q quit`);
});

test('the chosen app is read out with its versions, what is wrong with them, and its events', async () => {
	expect(readerLines(await modelOf('wisdom', {runs: [runOf()], ui: {focus: 'app'}})).join('\n')).toBe(`\
iter8 prod, ns models, 1 running, 3 apps, 1 wrong
the daemon iter8-7f9c leads
wisdom, canary, candidate ready
REQUESTS, VERSION, STATE, FOR, RATE, ERRORS, P95
traffic: test go to wisdom-1, v2, ready, 4m
everything else go to wisdom-0, v1, ready, 2d23h
wisdom-0, primary, v1, 3d old
sklearn, gs://models/wisdom/1
wisdom-1, candidate, v2, 5m old
sklearn, gs://models/wisdom/2
route in force: VirtualService wisdom
Events
11:59:00 promote wisdom-1 of wisdom: started from here
p promote, t test, C compare, e explain, a abort, c clean up, y route, v diff, o conditions, : command, ? help, q quit`);
});

test('a lost connection, an empty place and a list to pick from are read out, too', async () => {
	const model = await modelOf('owl', {apps: [], app: undefined, total: 0});
	const trouble = {error: new Error('refused'), since: new Date('2026-01-01T11:59:30Z')};
	const empty = {...model.keyContext, app: undefined};
	expect(readerLines({...model, keyContext: empty, known: {...model.known, trouble}}).join('\n')).toBe(`\
iter8 prod, ns models, 0 apps, 1 wrong
the daemon iter8-7f9c leads
stale for 30s, retrying: refused
There are no apps in namespace models.
Press i to initialize one, n for another namespace.
i initialize, l log, / filter, ! wrong, s sort, n namespace, x context, j k ↑ ↓ move, : command, ? help, q quit`);
	const overlay = {kind: 'pick', what: 'namespace', index: 1} as const;
	const names = {namespaces: ['default', 'models'], contexts: undefined, errors: {}};
	expect(readerLines({...model, names, ui: {...model.ui, overlay}}).join('\n')).toBe(`\
iter8 prod, ns models, 0 apps, 1 wrong
the daemon iter8-7f9c leads
Namespace
all namespaces
chosen: default
models, here
Enter take, j k ↑ ↓ move, ? help, q quit`);
});
