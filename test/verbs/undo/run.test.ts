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

/** Changes what the history says of its changes, as whoever may write ConfigMaps can. */
function forge({cluster}: PlayedApp, change: (entry: Readonly<Record<string, unknown>>) => unknown): void {
	const live = present(cluster.peek(configMaps, 'models', 'wisdom-history'));
	const data = live['data'] as Readonly<Record<string, string>>;
	const {changes} = JSON.parse(data['changes'] ?? '') as {changes: readonly Readonly<Record<string, unknown>>[]};
	cluster.put({...live, data: {...data, changes: JSON.stringify({changes: changes.map(change)})}});
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

test('a number that others wrote into the history does not end it, and no label of theirs comes onto the primary', async () => {
	const app = await openApp();
	await deploy(app, 'two');
	expect((await app.run(promote)).error).toBeUndefined();
	forge(app, entry => ({...entry, from: {...(entry['from'] as object), version: 'evil'}}));
	expect((await app.run(undo)).error).toBeUndefined();
	const labels = app.cluster.peek(inferenceServices, 'models', 'wisdom-0')?.metadata.labels;
	expect(labels?.['app.kubernetes.io/version']).toBe('v0');
	forge(app, entry => ({...entry, number: Number.MAX_SAFE_INTEGER}));
	await deploy(app, 'three');
	expect((await app.run(promote)).error).toBeUndefined();
	expect((await app.run(undo)).error).toBeUndefined();
	expect(model(app)).toBe('one');
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
	expect(model(app)).toBe('one');
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
