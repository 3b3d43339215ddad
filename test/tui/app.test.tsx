import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import type {SnapshotListener} from '../../source/info/snapshot.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {ConnectionError} from '../../source/objects/cluster.ts';
import {fetchSnapshot} from '../../source/snapshot/fetch-snapshot.ts';
import {App} from '../../source/tui/app.tsx';
import {applyRoutes} from '../helpers/apply-routes.ts';
import {fixtures} from '../helpers/fixtures.ts';
import {createMemoryCluster, type MemoryCluster} from '../helpers/memory-cluster.ts';
import {openTerminal, type Terminal} from '../helpers/terminal.ts';

const noon = new Date('2026-01-01T12:00:00Z');
const clock = () => noon;

let cluster: MemoryCluster;
let terminal: Terminal;
let listener: SnapshotListener;

function open(columns: number, rows: number): void {
	const follow = (given: SnapshotListener) => {
		listener = given;
		return () => {};
	};
	terminal = openTerminal(<App follow={follow} now={clock} context="prod" namespace="models" />, columns, rows);
}

async function tell(): Promise<void> {
	listener.onSnapshot(await fetchSnapshot(cluster, {namespace: 'models'}, new AbortController().signal));
}

beforeEach(async () => {
	vi.stubEnv('TZ', 'UTC');
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
	open(80, 15);
	expect(terminal.screen()).toBe(`\
iter8 prod · ns models                                                  12:00:00

  Looking for apps in namespace models …











 q quit`);
});

test('without apps the screen says how to create one', async () => {
	cluster = createMemoryCluster();
	open(80, 15);
	await tell();
	await terminal.until('no apps');
	expect(terminal.screen()).toBe(`\
iter8 prod · ns models · 0 apps               daemon ✖ none is running  12:00:00

  There are no apps in namespace models.
  Create one with: kubectl iter8 init APP










 q quit`);
});

test('a cluster that cannot be read at first is told, and shown as soon as it can', async () => {
	open(80, 15);
	listener.onTrouble(new ConnectionError('The connection to the server prod:6443 was refused'));
	await terminal.until('refused');
	expect(terminal.screen()).toBe(`\
iter8 prod · ns models                                                  12:00:00

  The cluster cannot be read; trying again.
  The connection to the server prod:6443 was refused










 q quit`);
	listener.onTrouble(undefined);
	await tell();
	await terminal.until('3 apps');
});

test('all apps on 80 columns', async () => {
	open(80, 15);
	await tell();
	await terminal.until('3 apps');
	expect(terminal.screen()).toBe(`\
iter8 prod · ns models · 3 apps      daemon ● iter8-7f9c leads, 2s ago  12:00:00
  APP       STATE                VERSION   READY       WEIGHT  REQUESTS
▸ fox       ✖ invalid routemap
  owl       ✔ candidate ready    owl-0     ✔ ready     30      everything (75 %)
                                 owl-1     ✔ ready     10      everything (25 %)
  wisdom    ◌ candidate loading  wisdom-0  ✔ ready     1       everything
                                 wisdom-1  ◌ loading   0       none



── models/fox · unknown ────────────────────────────────────────────────────────
versions is empty: a routemap needs at least one version


 j k ↑ ↓ move  PgDn PgUp page  g G first, last  q quit`);
});

test('all apps on 120 columns, the last one chosen', async () => {
	open(120, 16);
	await tell();
	await terminal.until('3 apps');
	terminal.press('G');
	await terminal.until('▸ wisdom');
	expect(terminal.screen()).toBe(`\
iter8 prod · ns models · 3 apps                                              daemon ● iter8-7f9c leads, 2s ago  12:00:00
  APP       STATE                STRATEGY    VERSION   LABEL  READY       WEIGHT  REQUESTS           AGE
  fox       ✖ invalid routemap   unknown
  owl       ✔ candidate ready    blue-green  owl-0            ✔ ready     30      everything (75 %)  120m
                                             owl-1            ✔ ready     10      everything (25 %)  60m
▸ wisdom    ◌ candidate loading  canary      wisdom-0  v1     ✔ ready     1       everything         3d
                                             wisdom-1  v2     ◌ loading   0       none               40s




── models/wisdom · canary ──────────────────────────────────────────────────────────────────────────────────────────────
wisdom-1: InferenceService wisdom-1 is not Ready: PredictorConfigurationReadyFailed: the container is starting (30s)


 j k ↑ ↓ move  PgDn PgUp page  g G first, last  q quit`);
});

test('a lost connection is a banner above what was known last, until it is back', async () => {
	open(80, 15);
	await tell();
	listener.onTrouble(new ConnectionError('The connection to the server prod:6443 was refused'));
	await terminal.until('refused');
	expect(terminal.screen()).toBe(`\
iter8 prod · ns models · 3 apps      daemon ● iter8-7f9c leads, 2s ago  12:00:00
✖ stale for 0s, retrying: The connection to the server prod:6443 was refused
  APP       STATE                VERSION   READY       WEIGHT  REQUESTS
▸ fox       ✖ invalid routemap
  owl       ✔ candidate ready    owl-0     ✔ ready     30      everything (75 %)
                                 owl-1     ✔ ready     10      everything (25 %)
  wisdom    ◌ candidate loading  wisdom-0  ✔ ready     1       everything
                                 wisdom-1  ◌ loading   0       none


── models/fox · unknown ────────────────────────────────────────────────────────
versions is empty: a routemap needs at least one version


 j k ↑ ↓ move  PgDn PgUp page  g G first, last  q quit`);
	listener.onTrouble(undefined);
	await vi.waitFor(() => expect(terminal.screen()).not.toContain('refused'));
});

test('nobody leads: the header says so', async () => {
	cluster = createMemoryCluster(fixtures('apps/wisdom-routemap'));
	open(80, 15);
	await tell();
	await terminal.until('1 app');
	expect(terminal.screen().split('\n')[0]).toBe(
		'iter8 prod · ns models · 1 app                daemon ✖ none is running  12:00:00',
	);
});

test('the chosen app stays chosen when another one comes before it', async () => {
	open(80, 15);
	await tell();
	await terminal.until('3 apps');
	terminal.press('jk');
	terminal.press('j');
	await terminal.until('▸ owl');
	for (const object of fixtures('apps/fox-routemap')) cluster.put(renamed(object, 'ant-routemap'));
	await tell();
	await terminal.until('4 apps');
	expect(terminal.screen()).toContain('▸ owl');
	terminal.press('\u001B[A');
	await terminal.until('▸ fox');
});

test('of many apps those around the chosen one are shown', async () => {
	for (const fox of fixtures('apps/fox-routemap')) {
		for (let index = 0; index < 100; index++) {
			cluster.put(renamed(fox, `app-${String(index).padStart(2, '0')}-routemap`));
		}
	}

	for (const object of fixtures('apps/owl')) {
		if (object.metadata.name === 'owl-routemap') cluster.put(renamed(object, 'app-51-routemap'));
	}

	open(60, 15);
	await tell();
	await terminal.until('103 apps');
	for (const _ of Array.from({length: 50})) terminal.press('j');
	await terminal.until('▸ app-50');
	expect(terminal.screen()).toBe(`\
iter8 prod · ns models · 103 apps  daemon ● 2s ago  12:00:00
  APP       STATE                VERSION   REQUESTS
  app-47    ✖ invalid routemap
  app-48    ✖ invalid routemap
  app-49    ✖ invalid routemap
▸ app-50    ✖ invalid routemap
  app-51    ◌ route differs      owl-0     everything (75 %)
                                 owl-1     everything (25 %)
  app-52    ✖ invalid routemap
  app-53    ✖ invalid routemap
── models/app-50 · unknown ─────────────────────────────────
versions is empty: a routemap needs at least one version


 j k ↑ ↓ move  PgDn PgUp page  g G first, last  q quit`);
	terminal.press('G');
	await terminal.until('▸ wisdom');
	terminal.press('\u001B[5~');
	await terminal.until('▸ app-98');
});

test('resizing draws the screen anew, down to a size where it asks for room', async () => {
	open(80, 15);
	await tell();
	await terminal.until('3 apps');
	terminal.resize(120, 20);
	await terminal.until('STRATEGY');
	expect(terminal.screen().split('\n')).toHaveLength(20);
	terminal.resize(59, 15);
	await terminal.until('At least');
	expect(terminal.screen()).toBe(`\

  The terminal is 59×15.
  At least 60×15 is needed.
  q quits.`);
});

test('q exits with 0', async () => {
	open(80, 15);
	terminal.press('q');
	expect(await terminal.exited).toBe(0);
});

test('Ctrl-C exits with 130', async () => {
	open(80, 15);
	terminal.press('\u0003');
	expect(await terminal.exited).toBe(130);
});

function renamed(object: KubeObject, name: string): KubeObject {
	return {...object, metadata: {...object.metadata, name, uid: name}};
}
