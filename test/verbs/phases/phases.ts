import {expect} from 'vitest';
import {finalizer, historyKind, kindLabel, recordKind} from '../../../source/objects/labels.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import {configMaps} from '../../../source/objects/resource.ts';
import {parseSpecs} from '../../../source/rollout/history.ts';
import {parseRecord, type RolloutRecord} from '../../../source/rollout/record.ts';
import {eventually} from '../../helpers/eventually.ts';
import type {Death} from '../../helpers/killed-cluster.ts';
import {playApp, type PlayedApp} from '../../helpers/played-app.ts';
import {firstVersion, type Kind} from '../../runner/crashes/app.ts';

/** An app in one of the phases of its life, from which each verb begins. */
export interface Phase {
	readonly name: string;
	readonly objects: readonly KubeObject[];
	/** How many versions its routemap names. @default 2 */
	readonly versions?: number;
	/** The verbs that wait in vain. */
	readonly waiting?: readonly string[];
	/** What goes on meanwhile. */
	readonly meanwhile?: (app: PlayedApp) => void | Promise<void>;
}

/** A verb, and the write after which it is killed; it lives where there is none. */
type Line = string | readonly [line: string, lastWrite: number];

/** All phases of an app of a kind. Where one is left by halves, the verb was killed after the write that the number counts. */
export async function phasesOf(kind: Kind): Promise<readonly Phase[]> {
	const {init, deploy, promote, abort, undo, cleanup} = linesOf(kind);
	const bare = versionOf(kind, 'one');
	const objectsOf = kept(bare);
	const promoted = [init, deploy('two'), promote];
	const served: readonly Line[] = [init, deploy('two'), [promote, 2]];
	const both = await objectsOf([init, deploy('two')]);
	const after = await objectsOf(promoted);
	const half = await objectsOf(served);
	const held = ['promote', 'abort', 'cleanup --all'];
	const slowAgain = kept(versionOf(kind, 'one-slow@wisdom-0:3'));
	return [
		{name: 'no routemap', objects: bare},
		{name: 'routemap without any version', objects: without(await objectsOf([init]), 'wisdom-0')},
		{name: 'primary alone, never promoted', objects: await objectsOf([init])},
		{name: 'primary alone after a promotion', objects: after},
		{name: 'candidate loading', objects: await objectsOf([init, deploy('slow', '')])},
		{name: 'candidate ready', objects: both},
		{name: 'candidate failed', objects: await objectsOf([init, deploy('broken', '')])},
		{
			name: 'promotion half done: new spec loading',
			objects: await objectsOf([init, deploy('slow@wisdom-0'), [promote, 2]]),
			waiting: ['promote'],
		},
		{
			name: 'promotion half done: new spec failed',
			objects: await objectsOf([init, deploy('broken@wisdom-0'), [promote, 2]]),
		},
		{name: 'promotion half done: new spec served', objects: half},
		{name: 'promotion half done: candidate gone', objects: without(half, 'wisdom-1')},
		{name: 'candidate being deleted after a promotion', objects: leaving(half), waiting: held},
		{name: 'candidate being deleted by others', objects: leaving(both), waiting: held},
		{
			name: 'abort half done: restored, not yet served',
			objects: await slowAgain([...served, [abort, 1]]),
			waiting: ['abort'],
		},
		{
			name: 'undo half done: restored, not yet served',
			objects: await slowAgain([...promoted, [undo, 2]]),
			waiting: ['undo'],
		},
		{name: 'primary absent, candidate ready', objects: without(both, 'wisdom-0')},
		{
			name: 'primary absent, candidate failed',
			objects: without(await objectsOf([init, deploy('broken', '')]), 'wisdom-0'),
		},
		{name: 'primary failed', objects: await kept(versionOf(kind, 'broken'))([init])},
		{
			name: 'primary failed, candidate ready',
			objects: await kept(versionOf(kind, 'broken@wisdom-0:1'))([init, deploy('two')]),
		},
		{
			name: 'two candidates',
			objects: await objectsOf([initOf(kind, 3), deploy('two'), deploy('three')]),
			versions: 3,
		},
		{name: 'another operator at it', objects: [...without(both, 'wisdom-rollout'), recordMap(0)], meanwhile: renewing},
		{name: 'cleanup half done: routemap retired', objects: await objectsOf([init, deploy('two'), [cleanup, 1]])},
		{name: 'history gone after a promotion', objects: without(after, 'wisdom-history')},
		{name: 'history gone, promotion half done', objects: without(half, 'wisdom-history')},
		{name: 'history forged after a promotion', objects: forged(after)},
		{name: 'history forged, promotion half done', objects: forged(half)},
	];
}

/** The phases in which it matters that a daemon performs rollouts, and that in which it performs one. */
export async function ledPhasesOf(kind: Kind): Promise<readonly Phase[]> {
	const {init, deploy, promote} = linesOf(kind);
	const same = [
		'primary alone after a promotion',
		'candidate loading',
		'candidate ready',
		'promotion half done: new spec loading',
		'promotion half done: new spec served',
		'abort half done: restored, not yet served',
		'undo half done: restored, not yet served',
		'another operator at it',
		'two candidates',
		'history gone, promotion half done',
	];
	const objects = await kept(versionOf(kind, 'one'))([init, deploy('slow@wisdom-0')]);
	const meanwhile = async (app: PlayedApp): Promise<void> => {
		await app.run(promote, {write: 0, when: 'after'});
		await eventually(() => expect(recordIn(app)?.step).toBe(1));
		renewing(app);
	};
	return [
		...(await phasesOf(kind)).filter(({name}) => same.includes(name)),
		{name: 'the daemon at a promotion', objects, meanwhile},
	];
}

/** The command lines of the table, for a kind. */
export function linesOf(kind: Kind, {versions = 2, waiting = []}: Partial<Phase> = {}) {
	const timeout = (verb: string): string => (waiting.includes(verb) ? '--timeout 1s' : '--timeout 30s');
	return {
		init: initOf(kind, versions),
		deploy: (model: string, wait = ' --wait') =>
			`deploy wisdom ${kind === 'Deployment' ? `--image shop:${model}` : `--storage-uri gs://models/${model}`}${wait} ${timeout('deploy')}`,
		weights: `weights wisdom ${versions === 3 ? '50 30 20' : '70 30'} ${timeout('weights')}`,
		promote: `promote wisdom --yes --skip-test --drain 1ms ${timeout('promote')}`,
		abort: `abort wisdom --yes --drain 1ms ${timeout('abort')}`,
		undo: `undo wisdom --yes --skip-test ${timeout('undo')}`,
		cleanup: `cleanup wisdom --yes --drain 1ms ${timeout('cleanup')}`,
		cleanupAll: `cleanup wisdom --all --yes --drain 1ms ${timeout('cleanup --all')}`,
	};
}

function initOf(kind: Kind, versions: number): string {
	const type = kind === 'Deployment' ? 'deployment' : 'kserve-knative';
	const names = versions === 3 ? ' --versions wisdom-0,wisdom-1,wisdom-2' : '';
	return `init wisdom --strategy blue-green --app-type ${type}${names}`;
}

/** The first version of an app, with another model or image. */
function versionOf(kind: Kind, model: string): readonly KubeObject[] {
	const text = JSON.stringify(firstVersion(kind));
	return JSON.parse(
		text.replace('gs://models/one', `gs://models/${model}`).replace('shop:1', `shop:${model}`),
	) as never;
}

/** The objects after some verbs; what the first ones lead to is kept for the next. */
function kept(first: readonly KubeObject[]): (lines: readonly Line[]) => Promise<readonly KubeObject[]> {
	const known = new Map<string, Promise<readonly KubeObject[]>>();
	const objectsOf = (lines: readonly Line[]): Promise<readonly KubeObject[]> => {
		const key = JSON.stringify(lines);
		const found = known.get(key) ?? make(lines);
		known.set(key, found);
		return found;
	};
	async function make(lines: readonly Line[]): Promise<readonly KubeObject[]> {
		const last = lines.at(-1);
		if (last === undefined) return first;
		const app = await playApp(await objectsOf(lines.slice(0, -1)));
		await app.settled();
		const [line, lastWrite] = typeof last === 'string' ? [last] : last;
		const death: Death | undefined = lastWrite === undefined ? undefined : {write: lastWrite, when: 'after'};
		const {error} = await app.run(line, death);
		if (error !== undefined && death === undefined) throw new Error(`${line}: ${error}`);
		await app.settled();
		const objects = app.objects();
		await app.close();
		return objects.map(longAgo);
	}

	return objectsOf;
}

/** Who was killed has lost its hold by now. */
function longAgo(object: KubeObject): KubeObject {
	if (object.metadata.labels?.[kindLabel] !== recordKind) return object;
	return JSON.parse(JSON.stringify(object).replace(/(renewedAt\\":\\"2026-01-01T)12/, '$111')) as KubeObject;
}

function without(objects: readonly KubeObject[], name: string): readonly KubeObject[] {
	return objects.filter(({metadata, kind}) => metadata.name !== name || kind === 'Service');
}

/** The candidate is on its way out, and something holds it. */
function leaving(objects: readonly KubeObject[]): readonly KubeObject[] {
	return objects.map(object => {
		const {metadata} = object;
		if (metadata.name !== 'wisdom-1' || object.kind === 'Service') return object;
		const finalizers = [finalizer, 'example.com/hold'];
		return {...object, metadata: {...metadata, deletionTimestamp: '2026-01-01T11:59:00Z', finalizers}};
	});
}

/** Every spec that is kept is another one by now. */
function forged(objects: readonly KubeObject[]): readonly KubeObject[] {
	return objects.map(object => {
		if (object.metadata.labels?.[kindLabel] !== historyKind) return object;
		const hashes = [...parseSpecs(object).keys()];
		const specs = Object.fromEntries(hashes.map(hash => [hash, {predictor: {model: {storageUri: 'gs://evil'}}}]));
		return {...object, data: {specs: JSON.stringify(specs)}};
	});
}

/** What another operator has under way. */
function recordMap(seconds: number): KubeObject {
	const executor = {name: 'eve', renewedAt: `2026-01-01T12:00:0${seconds}Z`};
	const steps = [{type: 'wait-weights', app: 'wisdom'}];
	const record = {id: 'eve-1', action: 'weights', title: 'set the weights of wisdom', by: 'eve'};
	const rest = {startedAt: '2026-01-01T11:59:58.123Z', phase: 'running', steps, step: 0, words: '', executor};
	return {
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {name: 'wisdom-rollout', namespace: 'models', labels: {[kindLabel]: recordKind}},
		data: {rollout: JSON.stringify({...record, ...rest})},
	};
}

/** Who is at it says so when somebody looks. */
function renewing({cluster}: PlayedApp): void {
	cluster.onCall = call => {
		if (call !== `watch ${configMaps.plural} models`) return;
		setTimeout(() => {
			const live = cluster.peek(configMaps, 'models', 'wisdom-rollout');
			const renewed = JSON.stringify(live?.['data']).replace(/(renewedAt\\":\\"2026-01-01T12:00:0)[\d.]+/, '$13');
			if (live) cluster.put({...live, data: JSON.parse(renewed)});
		}, 5);
	};
}

/** What is under way in an app. */
export function recordIn({cluster}: PlayedApp): RolloutRecord | undefined {
	return parseRecord(cluster.peek(configMaps, 'models', 'wisdom-rollout'));
}
