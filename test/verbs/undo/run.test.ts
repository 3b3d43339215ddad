import {expect, test} from 'vitest';
import {configMaps, inferenceServices} from '../../../source/objects/resource.ts';
import {playApp, type PlayedApp} from '../../helpers/played-app.ts';
import {present} from '../../helpers/present.ts';
import {firstVersion} from '../../runner/crashes/app.ts';

const init = 'init wisdom --strategy blue-green --app-type kserve-knative';
const promote = 'promote wisdom --yes --skip-test --drain 1ms';
const undo = 'undo wisdom --yes --skip-test';

async function openApp(): Promise<PlayedApp> {
	const app = await playApp(firstVersion('InferenceService'));
	expect((await app.run(init)).error).toBeUndefined();
	return app;
}

async function deploy(app: PlayedApp, model: string): Promise<void> {
	const {error} = await app.run(`deploy wisdom --wait --storage-uri gs://models/${model}`);
	expect(error).toBeUndefined();
}

function model({cluster}: PlayedApp): string | undefined {
	const primary = cluster.peek(inferenceServices, 'models', 'wisdom-0');
	return /gs:\/\/models\/(\w+)/.exec(JSON.stringify(primary?.['spec']))?.[1];
}

/** Gives the primary another model past kubectl iter8. */
async function edit(app: PlayedApp, to: string): Promise<void> {
	const live = present(app.cluster.peek(inferenceServices, 'models', 'wisdom-0'));
	app.cluster.put(JSON.parse(JSON.stringify(live).replace(/gs:\/\/models\/\w+/, `gs://models/${to}`)) as never);
	await app.settled();
}

/** A promotion that was killed when the primary had its new spec. */
async function halfPromotion(): Promise<PlayedApp> {
	const app = await openApp();
	await deploy(app, 'two');
	await app.run(promote, {write: 2, when: 'after'});
	app.cluster.remove(configMaps, 'models', 'wisdom-rollout');
	expect(model(app)).toBe('two');
	return app;
}

test('of twelve promotions the last ten can be undone, one after the other back and forth', async () => {
	const app = await openApp();
	for (let number = 1; number <= 12; number++) {
		await deploy(app, `m${number}`);
		expect((await app.run(promote)).error).toBeUndefined();
	}

	expect((await app.run('undo wisdom --yes --skip-test --to-revision 2')).error).toBe(
		'the history of wisdom has no revision 2 to go back to; there are: 12, 11, 10, 9, 8, 7, 6, 5, 4, 3',
	);
	expect((await app.run(`${undo} --to-revision 3`)).error).toBeUndefined();
	expect(model(app)).toBe('m2');
	expect((await app.run(undo)).error).toBeUndefined();
	expect(model(app)).toBe('m12');
	expect((await app.run(undo)).error).toBeUndefined();
	expect(model(app)).toBe('m2');
	await app.close();
});

test('promotions that were taken back take no place in the history', async () => {
	const app = await openApp();
	await deploy(app, 'two');
	expect((await app.run(promote)).error).toBeUndefined();
	for (let number = 1; number <= 11; number++) {
		await deploy(app, `aborted${number}`);
		await app.run(promote, {write: 2, when: 'after'});
		app.cluster.remove(configMaps, 'models', 'wisdom-rollout');
		expect((await app.run('abort wisdom --yes --drain 1ms')).error).toBeUndefined();
	}

	expect((await app.run(undo)).error).toBeUndefined();
	expect(model(app)).toBe('one');
	await app.close();
});

/** Writes other specs and other words into the ConfigMap of the history, as whoever may write ConfigMaps can. */
function forge({cluster}: PlayedApp): void {
	const live = present(cluster.peek(configMaps, 'models', 'wisdom-history'));
	const {specs = ''} = live['data'] as Readonly<Record<string, string>>;
	const from = Object.keys(JSON.parse(specs) as object)[0];
	const change = {rollout: 'x', number: 7, action: 'undo', by: 'eve', at: '2020-01-01T00:00:00Z', from, to: from};
	cluster.put({...live, data: {specs: specs.replace('models/two', 'models/evil'), changes: JSON.stringify([change])}});
}

async function history(app: PlayedApp): Promise<readonly string[]> {
	const {stdout, error} = await app.run('history wisdom');
	expect(error).toBeUndefined();
	return stdout.split('\n').map(line => line.replace(/ +$/, ''));
}

test('the history tells what the primary says of its changes, whatever others write into its ConfigMap', async () => {
	const app = await openApp();
	await deploy(app, 'two');
	expect((await app.run(promote)).error).toBeUndefined();
	await deploy(app, 'three');
	expect((await app.run(promote)).error).toBeUndefined();
	const before = await history(app);
	expect(before).toEqual([
		'REVISION   VERSION   BY       ACTION    AGE      MODEL',
		'3          v2        ada      promote   0s       gs://models/three',
		'2          v1        ada      promote   0s       gs://models/two',
		'1          v0        <none>   <none>    <none>   gs://models/one',
		'',
	]);
	forge(app);
	expect(await history(app)).toEqual(before.filter(line => !line.startsWith('2')));
	expect((await app.run(`${undo} --to-revision 2`)).error).toBe(
		'the history of wisdom has no revision 2 to go back to; there are: 1',
	);
	expect((await app.run(`${undo} --to-revision 1`)).error).toBeUndefined();
	expect(model(app)).toBe('one');
	await app.close();
});

test('a spec that somebody edited is a revision, before the next promotion and after it, and so is the one that was promoted', async () => {
	const app = await openApp();
	await deploy(app, 'two');
	expect((await app.run(promote)).error).toBeUndefined();
	await edit(app, 'theirs');
	expect(await history(app)).toEqual([
		'REVISION   VERSION   BY        ACTION    AGE      MODEL',
		'3          v1        manager   edit      0s       gs://models/theirs',
		'2          v1        ada       promote   0s       gs://models/two',
		'1          v0        <none>    <none>    <none>   gs://models/one',
		'',
	]);
	await deploy(app, 'three');
	expect((await app.run(promote)).error).toBeUndefined();
	expect(await history(app)).toEqual([
		'REVISION   VERSION   BY        ACTION    AGE      MODEL',
		'4          v2        ada       promote   0s       gs://models/three',
		'3          v1        manager   edit      0s       gs://models/theirs',
		'2          v1        ada       promote   0s       gs://models/two',
		'1          v0        <none>    <none>    <none>   gs://models/one',
		'',
	]);
	expect((await app.run(`${undo} --to-revision 2`)).error).toBeUndefined();
	expect(model(app)).toBe('two');
	expect((await app.run(undo)).error).toBeUndefined();
	expect(model(app)).toBe('three');
	await app.close();
});

test('undo takes the promotion back that somebody has edited since, and says how to take the edit alone back', async () => {
	const app = await openApp();
	await deploy(app, 'two');
	expect((await app.run(promote)).error).toBeUndefined();
	await edit(app, 'theirs');
	const plan = await app.run('undo wisdom --dry-run=client');
	expect(plan.error).toBeUndefined();
	expect(plan.stderr + plan.stdout).toContain(
		'its spec was edited past kubectl iter8 since (manager), and that goes as well; to take the edit alone back: kubectl iter8 undo wisdom --to-revision 2 -n models',
	);
	expect((await app.run(`${undo} --to-revision 2`)).error).toBeUndefined();
	expect(model(app)).toBe('two');
	expect((await app.run(undo)).error).toBeUndefined();
	expect(model(app)).toBe('theirs');
	expect((await app.run(`${undo} --to-revision 1`)).error).toBeUndefined();
	expect(model(app)).toBe('one');
	await app.close();
});

test('a spec that somebody put on the primary in a half promotion is kept by the abort, and undo brings it back', async () => {
	const app = await halfPromotion();
	await edit(app, 'theirs');
	const plan = await app.run('abort wisdom --dry-run=client');
	expect(plan.error).toBeUndefined();
	expect(plan.stderr + plan.stdout).toContain(
		'inferenceservice models/wisdom-0 has a spec that is not of this promotion: it is kept, and "kubectl iter8 undo wisdom -n models" brings it back',
	);
	const {error, stderr} = await app.run('abort wisdom --yes --drain 1ms');
	expect(error).toBeUndefined();
	expect(stderr).toContain(
		'the spec that was replaced is kept; to go back to it: kubectl iter8 undo wisdom -n models\n',
	);
	expect(model(app)).toBe('one');
	expect(await history(app)).toEqual([
		'REVISION   VERSION   BY       ACTION   AGE      MODEL',
		'2          v0        ada      abort    0s       gs://models/one',
		'1          v1        <none>   <none>   <none>   gs://models/theirs',
		'',
	]);
	expect((await app.run(undo)).error).toBeUndefined();
	expect(model(app)).toBe('theirs');
	expect((await app.run(undo)).error).toBeUndefined();
	expect(model(app)).toBe('one');
	await app.close();
});

test('a history of edits alone, as after a promotion that was set back by hand and aborted, names no promotion to take back', async () => {
	const app = await halfPromotion();
	await edit(app, 'one');
	await app.run(promote, {write: 2, when: 'after'});
	app.cluster.remove(configMaps, 'models', 'wisdom-rollout');
	expect((await app.run('abort wisdom --yes --drain 1ms')).error).toBeUndefined();
	expect((await app.run('abort wisdom --yes')).error).toBe('wisdom has no candidate: there is nothing to abort');
	expect((await app.run(undo)).error).toBe(
		'no promotion of wisdom is known that could be taken back, its spec was edited alone: name what to go back to by --to-revision; there are: 2',
	);
	expect((await app.run(`${undo} --to-revision 2`)).error).toBeUndefined();
	expect(model(app)).toBe('two');
	await app.close();
});

test('a first promotion that was killed before it replaced anything leaves no history, and nothing is said to be lost', async () => {
	const app = await openApp();
	await deploy(app, 'two');
	await app.run(promote, {write: 2, when: 'before'});
	expect(app.cluster.peek(configMaps, 'models', 'wisdom-history')).toBeDefined();
	expect((await app.run(undo)).error).toBe(
		'no earlier spec of inferenceservice models/wisdom-0 is known: the history of wisdom begins with the first promotion by kubectl iter8',
	);
	await app.close();
});

test('an abort over the spec of the promotion itself keeps nothing: undo is of what was before', async () => {
	const app = await halfPromotion();
	const {error, stderr} = await app.run('abort wisdom --yes --drain 1ms');
	expect(error).toBeUndefined();
	expect(stderr).not.toContain('undo');
	expect((await app.run(undo)).error).toBe(
		'no earlier spec of inferenceservice models/wisdom-0 is known: the history of wisdom begins with the first promotion by kubectl iter8',
	);
	await app.close();
});

test('a promotion that goes on over a spec of somebody else keeps that one, the one before, and the one that it edited', async () => {
	const app = await halfPromotion();
	await edit(app, 'theirs');
	expect((await app.run(promote)).error).toBeUndefined();
	expect(model(app)).toBe('two');
	expect((await app.run(`${undo} --to-revision 1`)).error).toBeUndefined();
	expect(model(app)).toBe('one');
	expect((await app.run(`${undo} --to-revision 3`)).error).toBeUndefined();
	expect(model(app)).toBe('theirs');
	expect((await app.run(`${undo} --to-revision 2`)).error).toBeUndefined();
	expect(model(app)).toBe('two');
	await app.close();
});

test('an undo that waited in vain goes on waiting when it is run again', async () => {
	const [first] = firstVersion('InferenceService');
	const slow = JSON.parse(JSON.stringify(first).replace('models/one', 'models/one-slow@wisdom-0:3')) as never;
	const app = await playApp([slow]);
	await app.run(init);
	await deploy(app, 'two');
	await app.run(promote);
	const waiting =
		'timed out after 1s waiting for inferenceservice.serving.kserve.io/wisdom-0: wisdom-0 is loading its new model';
	expect((await app.run(`${undo} --timeout 1s`)).error).toBe(waiting);
	expect((await app.run(`${undo} --timeout 1s`)).error).toBe(waiting);
	// One that was told where to go is run again by the same line; 3 is the number that the spec has now.
	expect((await app.run(`${undo} --timeout 1s --to-revision 1`)).error).toBe(waiting);
	expect((await app.run(`${undo} --timeout 1s --to-revision 3`)).error).toBe(waiting);
	expect(model(app)).toBe('one');
	expect((await app.run(`${undo} --to-revision 2`)).error).toBeUndefined();
	expect(model(app)).toBe('two');
	expect((await app.run(`${undo} --to-revision 4`)).error).toBe(
		'inferenceservice models/wisdom-0 has the spec of revision 4 already: see "kubectl iter8 history wisdom -n models"',
	);
	await app.close();
});

test('an undo whose spec fails to load is told with the way back', async () => {
	const [first] = firstVersion('InferenceService');
	const broken = JSON.parse(JSON.stringify(first).replace('models/one', 'models/one-broken@wisdom-0:3')) as never;
	const app = await playApp([broken]);
	await app.run(init);
	await deploy(app, 'two');
	await app.run(promote);
	expect((await app.run(undo)).error).toBe(
		'wisdom-0 failed to load its new model: FailedToLoad: ModelLoadFailed: no such model; requests still go to its old one: go back with undo',
	);
	expect((await app.run(undo)).error).toBeUndefined();
	expect(model(app)).toBe('two');
	await app.close();
});

test('a primary that was made anew has not the history of the one before it, and undo and history say what to do', async () => {
	const app = await openApp();
	await deploy(app, 'two');
	await app.run(promote);
	const old = present(app.cluster.peek(inferenceServices, 'models', 'wisdom-0'));
	app.cluster.put({...old, metadata: {...old.metadata, finalizers: []}});
	app.cluster.remove(inferenceServices, 'models', 'wisdom-0');
	const words = (why: string): string =>
		`inferenceservice models/wisdom-0 does not name the specs that configmap models/wisdom-history keeps, since ${why}: see them with "kubectl get configmap wisdom-history -n models -o yaml", and put the right one back with "kubectl edit inferenceservice wisdom-0 -n models"`;
	const [again] = firstVersion('InferenceService');
	const {metadata, ...rest} = present(again);
	for (const [creationTimestamp, why] of [
		['2026-01-01T12:01:00Z', 'it was made anew at 2026-01-01T12:01:00Z, and they are those of the one before it'],
		['2026-01-01T11:00:00Z', 'it was made anew, or its annotation iter8.tools/previous was taken off'],
	] as const) {
		const history = present(app.cluster.peek(configMaps, 'models', 'wisdom-history'));
		app.cluster.put({...history, metadata: {...history.metadata, creationTimestamp: '2026-01-01T12:00:00Z'}});
		const spec = JSON.parse(JSON.stringify(rest).replace('models/one', 'models/anew')) as typeof rest;
		app.cluster.put({...spec, metadata: {...metadata, creationTimestamp}});
		await app.settled();
		expect((await app.run(undo)).error).toBe(words(why));
		expect((await app.run('history wisdom')).stderr).toBe(`${words(why)}\n`);
	}

	await deploy(app, 'three');
	expect((await app.run(promote)).error).toBeUndefined();
	expect((await app.run(undo)).error).toBeUndefined();
	expect(model(app)).toBe('anew');
	await app.close();
});

test('a history that somebody deleted is told as lost, not as never begun', async () => {
	const app = await openApp();
	await deploy(app, 'two');
	await app.run(promote);
	app.cluster.remove(configMaps, 'models', 'wisdom-history');
	expect((await app.run('history wisdom')).stderr).toBe(
		'configmap models/wisdom-history does not have the specs that inferenceservice models/wisdom-0 had before, as it was deleted or changed: put the right one back with "kubectl edit inferenceservice wisdom-0 -n models"\n',
	);
	await app.close();
});

test('a spec that is too large for the history is not replaced', async () => {
	const app = await openApp();
	const primary = present(app.cluster.peek(inferenceServices, 'models', 'wisdom-0'));
	// 3 bytes a character in UTF-8
	app.cluster.put({...primary, spec: {...(primary['spec'] as object), note: '漢'.repeat(310_000)}});
	await app.settled();
	await deploy(app, 'two');
	const {error} = await app.run(promote);
	expect(error).toMatch(
		/^the spec that is to be replaced has 930\d{3} bytes, too many to keep for undo \(900000\): nothing was changed$/,
	);
	expect(model(app)).toBe('one');
	await app.close();
});

test.each([
	'promote wisdom --yes --skip-test',
	'abort wisdom --yes',
	'cleanup wisdom --all --yes',
	'weights wisdom 60 40',
])('a dry run of %s says what it would do, and changes nothing', async line => {
	const app = await openApp();
	await deploy(app, 'two');
	const before = app.objects();
	for (const dryRun of ['client', 'server']) {
		const {error, stdout} = await app.run(`${line} --dry-run=${dryRun}`);
		expect(error).toBeUndefined();
		expect(stdout).not.toBe('');
	}

	expect(app.objects()).toEqual(before);
	await app.close();
});
