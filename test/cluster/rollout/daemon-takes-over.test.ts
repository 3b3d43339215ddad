import {afterAll, beforeAll, expect, test} from 'vitest';
import {fieldAt, listAt, stringAt, type KubeObject} from '../../../source/objects/object.ts';
import {parseRecord} from '../../../source/rollout/record.ts';
import {waitFor} from '../testbed/wait.ts';
import {deploy} from './killed/cases.ts';
import {startGround, type Ground, type Place} from './killed/ground.ts';
import {afterRecord} from './killed/moments.ts';
import {startRolloutsDaemons, type RolloutsDaemons} from './killed/rollouts-daemons.ts';
import type {PluginRun} from './stage.ts';

let ground: Ground;
let daemons: RolloutsDaemons;

beforeAll(async () => {
	ground = await startGround(async testbed => (daemons = await startRolloutsDaemons(testbed)));
	for (const user of ['ada', 'bea']) {
		const binding = ['create', 'clusterrolebinding', user, '--clusterrole=cluster-admin', `--user=${user}`];
		await ground.testbed.kubectl(binding);
	}
});
afterAll(async () => ground?.stop());

const promote = (app: string): readonly string[] => ['promote', app, '--skip-test', '--yes'];
const undo = (app: string): readonly string[] => ['undo', app, '--skip-test', '--yes'];
const as = (user: string, args: readonly string[]): readonly string[] => [...args, '--as', user];

async function candidateOf(app: string, place: Place = 'led', ...init: readonly string[]): Promise<void> {
	await ground.createPrimary(place, app);
	await ground.expectIter8(place, 'init', app, ...init);
	await ground.expectIter8(place, ...deploy(app));
}

async function recordOf(app: string, place: Place = 'led') {
	const path = `/api/v1/namespaces/${place}/configmaps/${app}-rollout`;
	return parseRecord((await ground.testbed.api.expect(path)) as KubeObject);
}

async function ended(app: string) {
	await waitFor(`the end of ${app}`, async () => (await recordOf(app))?.phase !== 'running', 90_000, 100);
	return recordOf(app);
}

/** Resolves when the primary has its new spec and is waited for. */
async function servingAwaited(app: string): Promise<void> {
	await ground.seen('/api/v1/namespaces/led/configmaps', object => {
		const record = object.metadata.name === `${app}-rollout` ? parseRecord(object) : undefined;
		return record?.phase === 'running' && record.steps[record.step]?.type === 'wait-serving';
	});
}

/** What the app of nobody who was killed comes to, by a verb that the daemon performs. */
const undisturbed = new Map<string, Promise<unknown>>();
async function twin(verb: 'promote' | 'undo'): Promise<unknown> {
	const app = `twin-${verb}`;
	const make = async (): Promise<unknown> => {
		await candidateOf(app);
		await ground.expectIter8('led', ...as('ada', promote(app)));
		if (verb === 'undo') await ground.expectIter8('led', ...as('ada', undo(app)));
		return ground.stateOf('led', app);
	};
	const state = undisturbed.get(verb) ?? make();
	undisturbed.set(verb, state);
	return state;
}

/** Which model each version of an app has. */
async function modelsOf(app: string, place: Place = 'led'): Promise<Readonly<Record<string, unknown>>> {
	const path = `/apis/serving.kserve.io/v1beta1/namespaces/${place}/inferenceservices`;
	const {items} = (await ground.testbed.api.expect(path)) as {readonly items: readonly KubeObject[]};
	const own = items.filter(({metadata}) => metadata.name.startsWith(`${app}-`));
	return Object.fromEntries(
		own.map(object => [object.metadata.name, fieldAt(object, 'spec', 'predictor', 'model', 'storageUri')]),
	);
}

async function eventsOf(app: string): Promise<readonly string[]> {
	const path = `/api/v1/namespaces/led/events?fieldSelector=involvedObject.name=${app}-rollout`;
	const {items} = (await ground.testbed.api.expect(path)) as {readonly items: readonly KubeObject[]};
	return items.map(event => `${stringAt(event, 'reason')}: ${stringAt(event, 'message')}`);
}

const isvc = (name: string) => `inferenceservice.serving.kserve.io/${name}`;

test.concurrent('a promotion goes on when its terminal is killed right after the record was written', async () => {
	const [state] = await Promise.all([twin('promote'), candidateOf('alder')]);
	await ground.killAt('led', afterRecord('alder'), as('ada', promote('alder')));
	expect(await ended('alder')).toMatchObject({phase: 'done', by: 'ada', executor: {isDaemon: true}});
	expect(await ground.stateOf('led', 'alder')).toEqual(state);
	await waitFor('the events', async () => (await eventsOf('alder')).length >= 3);
	expect((await eventsOf('alder')).toSorted()).toEqual([
		`RolloutStep: ada: ${isvc('alder-0')} replaced`,
		`RolloutStep: ada: ${isvc('alder-0')} serves its new spec`,
		`RolloutStep: ada: ${isvc('alder-1')} deleted`,
	]);
});

test.concurrent('a promotion goes on when its terminal is killed after the replace', async () => {
	const [state] = await Promise.all([twin('promote'), candidateOf('beech')]);
	ground.kserve.hold('beech-0');
	await ground.killWhen('led', servingAwaited('beech'), as('ada', promote('beech')));
	ground.kserve.release('beech-0');
	expect(await ended('beech')).toMatchObject({phase: 'done', by: 'ada', executor: {isDaemon: true}});
	expect(await ground.stateOf('led', 'beech')).toEqual(state);
});

test.concurrent('an undo goes on when its terminal is killed right after the record was written, or after the replace', async () => {
	const apps = ['cedar', 'dogwood'] as const;
	const state = await twin('undo');
	await Promise.all(
		apps.map(async app => {
			await candidateOf(app);
			await ground.expectIter8('led', ...as('ada', promote(app)));
		}),
	);
	ground.kserve.hold('dogwood-0');
	await Promise.all([
		ground.killAt('led', afterRecord('cedar'), as('ada', undo('cedar'))),
		ground.killWhen('led', servingAwaited('dogwood'), as('ada', undo('dogwood'))),
	]);
	ground.kserve.release('dogwood-0');
	for (const app of apps) {
		expect(await ended(app)).toMatchObject({phase: 'done', by: 'ada', executor: {isDaemon: true}});
		expect(await ground.stateOf('led', app)).toEqual(state);
	}
});

test.concurrent('of two promotes at the same moment one wins, and the other ends with a line that names the first', async () => {
	await candidateOf('elder');
	ground.kserve.hold('elder-0');
	const run = async (user: string) => {
		const {code, stdout, stderr} = await ground.iter8('led', ...as(user, promote('elder')));
		ground.kserve.release('elder-0');
		return {user, code, stdout, stderr};
	};
	const [winner, loser] = (await Promise.all(['ada', 'bea'].map(run))).toSorted(
		(a, b) => Number(a.code) - Number(b.code),
	);
	expect(winner?.code).toBe(0);
	expect(loser?.code).toBe(1);
	const line = new RegExp(
		`^error: ${winner?.user} is at it since \\S+Z \\("promote elder-1 of elder", step \\d of 3: .*\\): wait`,
		'm',
	);
	expect(loser?.stderr).toMatch(line);
	expect(await recordOf('elder')).toMatchObject({phase: 'done', by: winner?.user});
});

test.concurrent('an abort from another terminal takes a promotion from the daemon, and goes back', async () => {
	await candidateOf('fennel');
	ground.kserve.hold('fennel-0');
	const promotion = ground.iter8('led', ...as('ada', promote('fennel')));
	await servingAwaited('fennel');
	const abortion = ground.iter8('led', ...as('bea', ['abort', 'fennel', '--yes']));
	const {code, stderr} = await promotion;
	ground.kserve.release('fennel-0');
	expect({code, stderr}).toEqual({
		code: 1,
		stderr: expect.stringContaining(
			'error: the rollout of fennel was ended by bea: abort the rollout of fennel-1 of fennel',
		),
	});
	expect(await abortion).toMatchObject({code: 0});
	expect(await recordOf('fennel')).toMatchObject({
		action: 'abort',
		phase: 'done',
		by: 'bea',
		executor: {isDaemon: true},
	});
	expect(await modelsOf('fennel')).toEqual({'fennel-0': 's3://models/old'});
});

test.concurrent('the daemon sets weights for a verb, by its own rights', async () => {
	await candidateOf('ginkgo', 'led', '--strategy', 'blue-green');
	const run = await ground.iter8('led', ...as('ada', ['weights', 'ginkgo', '70', '30']));
	expect(run).toMatchObject({code: 0});
	expect(await recordOf('ginkgo')).toMatchObject({phase: 'done', executor: {isDaemon: true}});
	expect(JSON.stringify(await ground.stateOf('led', 'ginkgo'))).toMatch(/"weight":70.*"weight":30/);
});

test.concurrent.each([
	{place: 'silent', why: 'does not consent to rollouts by the daemon'},
	{place: 'alone', why: ''},
] as const)(
	'in namespace $place, which does not consent, a verb performs its promotion itself',
	async ({place, why}) => {
		await candidateOf('hazel', place);
		const run: PluginRun = await ground.iter8(place, ...as('ada', promote('hazel')));
		expect(run).toMatchObject({code: 0, stderr: expect.stringContaining(why)});
		expect(await recordOf('hazel', place)).toMatchObject({phase: 'done', executor: {name: 'ada', isDaemon: false}});
		expect(await modelsOf('hazel', place)).toEqual({'hazel-0': 's3://models/new'});
	},
);

test('when the daemon is killed in the middle, the next leader ends what it was at, and verbs that follow see it', async () => {
	const apps = ['ivy', 'juniper'] as const;
	const [state] = await Promise.all([twin('promote'), ...apps.map(app => candidateOf(app))]);
	for (const app of apps) ground.kserve.hold(`${app}-0`);
	const following = ground.iter8('led', ...as('ada', promote('juniper')));
	await ground.killWhen('led', servingAwaited('ivy'), as('ada', promote('ivy')));
	await servingAwaited('juniper');
	const first = await daemons.holder();
	await daemons.killLeader();
	for (const app of apps) ground.kserve.release(`${app}-0`);
	const {executor} = (await ended('ivy')) ?? {};
	expect({isDaemon: executor?.isDaemon, isSame: executor?.name === first}).toEqual({isDaemon: true, isSame: false});
	expect(await following).toMatchObject({code: 0});
	await ended('juniper');
	for (const app of apps) expect(await ground.stateOf('led', app)).toEqual(state);
});

test('the history of what the daemon did names the operator', async () => {
	const {stdout} = await ground.expectIter8('led', 'history', 'cedar', '-o', 'json');
	const changes = listAt(JSON.parse(stdout), 'revisions').map(revision => fieldAt(revision, 'change'));
	expect(changes.map(change => change && [stringAt(change, 'action'), stringAt(change, 'by')])).toEqual([
		['undo', 'ada'],
		['promote', 'ada'],
		undefined,
	]);
});
