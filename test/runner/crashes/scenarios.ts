import {setTimeout as delay} from 'node:timers/promises';
import {isDeepStrictEqual} from 'node:util';
import {expect} from 'vitest';
import type {KubeObject} from '../../../source/objects/object.ts';
import {deployments, inferenceServices} from '../../../source/objects/resource.ts';
import type {Death} from '../../helpers/killed-cluster.ts';
import {firstVersion, openApp, routedVersions, stateOf, versionsOf, type App, type Kind} from './app.ts';

/** An app's kind and strategy, and whether a daemon leads. */
export interface Setup {
	readonly kind: Kind;
	readonly strategy: string;
	readonly hasDaemon: boolean;
}

/** A verb in a state of an app. */
interface Scenario {
	readonly name: string;
	/** The verbs that lead to the state. */
	readonly before: readonly string[];
	readonly verb: string;
	/** The verbs that go back to where the app had one version, given the app as the killed one left it; undefined where there is no way back. */
	readonly back?: (app: App) => readonly string[];
}

const timeout = '--timeout 5s';

/** Every verb that changes something, each in the state in which it is used. */
function scenariosOf({kind, strategy}: Setup): readonly Scenario[] {
	const type = kind === 'Deployment' ? 'deployment' : 'kserve-knative';
	const model = kind === 'Deployment' ? '--image shop:2' : '--storage-uri gs://models/two';
	const init = `init wisdom --strategy ${strategy} --app-type ${type}`;
	const deploy = `deploy wisdom --wait ${model} ${timeout}`;
	const promote = `promote wisdom --yes --skip-test --drain 1ms ${timeout}`;
	const abort = `abort wisdom --yes --drain 1ms ${timeout}`;
	const undo = `undo wisdom --yes --skip-test ${timeout}`;
	const cleanup = `cleanup wisdom --yes --drain 1ms ${timeout}`;
	const weights = `weights wisdom ${strategy === 'mirror' ? '30' : '70 30'} ${timeout}`;
	return [
		{name: 'init', before: [], verb: init},
		{name: 'deploy', before: [init], verb: deploy, back: app => (hasCandidate(app) ? [abort] : [])},
		...(strategy === 'canary' ? [] : [{name: 'weights', before: [init, deploy], verb: weights}]),
		{name: 'promote', before: [init, deploy], verb: promote, back: app => [hasCandidate(app) ? abort : undo]},
		{name: 'abort', before: [init, deploy], verb: abort, back: app => (hasCandidate(app) ? [abort] : [])},
		{name: 'undo', before: [init, deploy, promote], verb: undo, back: app => (isPromoted(app) ? [undo] : [])},
		{name: 'cleanup', before: [init, deploy], verb: cleanup},
		{name: 'cleanup --all', before: [init, deploy], verb: `${cleanup} --all`},
	];
}

function hasCandidate({cluster}: App): boolean {
	return [inferenceServices, deployments].some(resource => cluster.peek(resource, 'models', 'wisdom-1') !== undefined);
}

function isPromoted({cluster}: App): boolean {
	return [inferenceServices, deployments].some(
		resource => cluster.peek(resource, 'models', 'wisdom-0')?.metadata.labels?.['app.kubernetes.io/version'] === 'v1',
	);
}

/** The state of an app when the daemon and KServe have done what they had to: the same at two looks. */
async function settled(app: App): Promise<unknown> {
	for (let before = stateOf(app); ;) {
		await delay(10);
		const now = stateOf(app);
		if (isDeepStrictEqual(before, now)) return now;
		before = now;
	}
}

async function objectsAfter({kind, hasDaemon}: Setup, verbs: readonly string[]): Promise<readonly KubeObject[]> {
	const app = await openApp(firstVersion(kind), hasDaemon);
	for (const verb of verbs) await app.run(verb);
	await settled(app);
	const left = app.objects();
	await app.close();
	return left;
}

/** Every moment at which a process can be killed that makes some writes. */
function deaths(writes: number, whens: readonly Death['when'][]): readonly Death[] {
	return Array.from({length: writes}, (_, write) => whens.map(when => ({write, when}))).flat();
}

/** Whether there is an app, or something kept of it. */
function isLeft(app: App): boolean {
	return app.objects().some(({metadata}) => ['wisdom-routemap', 'wisdom-rollout'].includes(metadata.name));
}

/** How often a verb was killed. */
interface Killed {
	readonly kills: number;
}

/** Kills each verb at each of its writes, and runs it again: the end is that of an undisturbed one. */
export async function expectSameEnd(setup: Setup, whens: readonly Death['when'][]): Promise<Killed> {
	let kills = 0;
	for (const {name, before, verb} of scenariosOf(setup)) {
		const objects = await objectsAfter(setup, before);
		const whole = await openApp(objects, setup.hasDaemon);
		const writes = await whole.run(verb);
		const end = await settled(whole);
		await whole.close();
		for (const death of deaths(writes, whens)) {
			const app = await openApp(objects, setup.hasDaemon);
			await app.run(verb, {death});
			await settled(app);
			// after its last write there is nothing left to go on with; a cleanup makes one less when the daemon is faster
			const isLast = death.write >= writes - 1 && death.when === 'after';
			if (!isLast && (!verb.startsWith('cleanup') || isLeft(app))) await app.run(verb, {isLater: true});
			expect({name, ...death, state: await settled(app)}).toEqual({name, ...death, state: end});
			await app.close();
			kills++;
		}
	}

	return {kills};
}

/** Kills each verb that can be taken back at each of its writes, and goes back: the first version alone serves, as it was. */
export async function expectWayBack(setup: Setup, whens: readonly Death['when'][]): Promise<Killed> {
	let kills = 0;
	const first = await openApp(await objectsAfter(setup, [scenariosOf(setup)[0]?.verb ?? '']), setup.hasDaemon);
	await settled(first);
	const versions = versionsOf(first);
	await first.close();
	for (const {name, before, verb, back} of scenariosOf(setup)) {
		if (!back) continue;
		const objects = await objectsAfter(setup, before);
		const whole = await openApp(objects, setup.hasDaemon);
		const writes = await whole.run(verb);
		await whole.close();
		for (const death of deaths(writes, whens)) {
			const app = await openApp(objects, setup.hasDaemon);
			await app.run(verb, {death});
			await settled(app);
			for (const line of back(app)) await app.run(line, {isLater: true});
			await settled(app);
			const end = {versions: versionsOf(app), routed: routedVersions(app)};
			expect({name, ...death, ...end}).toEqual({name, ...death, versions, routed: ['wisdom-0']});
			await app.close();
			kills++;
		}
	}

	return {kills};
}
