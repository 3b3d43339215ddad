import {expect} from 'vitest';
import type {KubeObject} from '../../../source/objects/object.ts';
import type {MemoryCluster} from '../../helpers/memory-cluster.ts';
import {playApp} from '../../helpers/played-app.ts';
import type {Kind} from '../crashes/app.ts';
import {meddlings, modelOf, resourceOfKind, scenariosOf, serves, type Meddling, type Scenario} from './meddling.ts';

/** How many cases are tried at a time: they wait more than they work. */
const concurrency = 8;

const sameEnd = 'the same end';

/** A verb with somebody who meddles before one of its steps; the last gap is after the last step. */
interface Case {
	readonly scenario: Scenario;
	readonly gap: number;
	readonly meddling: Meddling;
	/** How the app is in the end when nobody meddles. */
	readonly usual: string;
}

/**
 * What comes of each change by others in each gap between two steps of each verb: `VERB, gap N, CHANGE`, with the line that the verb
 * failed with, or the state that it left where that is another one. Expects that nothing is lost in any of them.
 */
export async function outcomes(kind: Kind, verbs?: readonly string[]): Promise<ReadonlyMap<string, string>> {
	const cases: Case[] = [];
	for (const scenario of await scenariosOf(kind)) {
		if (verbs && !verbs.includes(scenario.verb)) continue;
		const {gaps, usual} = await undisturbed(scenario);
		for (const meddling of meddlings(kind)) {
			for (let gap = 0; gap < gaps; gap++) cases.push({scenario, gap, meddling, usual});
		}
	}

	const names = cases.map(({scenario, gap, meddling}) => `${scenario.verb}, gap ${gap}, ${meddling.name}`);
	const results = new Map(names.map(name => [name, '']));
	const rest = cases.entries();
	async function work(): Promise<void> {
		for (const [index, each] of rest) results.set(names[index] ?? '', await outcome(kind, names[index] ?? '', each));
	}

	await Promise.all(Array.from({length: concurrency}, work));
	return results;
}

/** The outcomes as lines, without those that are as if nobody had meddled. */
export function withoutUsual(found: ReadonlyMap<string, string>): string {
	return [...found].flatMap(([name, words]) => (words === sameEnd ? [] : [`${name}\n    ${words}\n`])).join('');
}

async function undisturbed({objects, line}: Scenario): Promise<{readonly gaps: number; readonly usual: string}> {
	const app = await playApp(objects);
	await app.settled();
	let gaps = 0;
	onStep(app.cluster, step => {
		gaps = step + 1;
	});
	const {error} = await app.run(line);
	if (error !== undefined) throw new Error(`${line}: ${error}`);
	const usual = await app.settled();
	await app.close();
	return {gaps, usual};
}

async function outcome(kind: Kind, name: string, {scenario, gap, meddling, usual}: Case): Promise<string> {
	const app = await playApp(scenario.objects);
	await app.settled();
	const versions = (): readonly (KubeObject | undefined)[] =>
		['wisdom-0', 'wisdom-1'].map(each => app.cluster.peek(resourceOfKind(kind), 'models', each));
	let meddled: readonly (KubeObject | undefined)[] = [];
	onStep(app.cluster, step => {
		if (step !== gap) return;
		meddling.meddle(app.cluster);
		meddled = versions();
	});
	app.cluster.onCall = call => {
		if (call === `delete ${resourceOfKind(kind).plural} models/wisdom-1`) requireHarmless(name, versions());
	};
	const {error} = await app.run(scenario.line);
	const end = await app.settled();
	requireNothingLost(name, {meddled, left: versions()});
	if (error !== undefined)
		expect.soft(error, name).toMatch(/^(?!.*(undefined|TypeError|Cannot read|is not a function)).+$/);
	await app.close();
	return error === undefined ? (end === usual ? sameEnd : `→ ${end}`) : error;
}

/** Looks on as a verb notes in its record which step is next, once for each; the last one is that it is at its end. */
function onStep(cluster: MemoryCluster, see: (step: number) => void): void {
	let next = 0;
	const look = ({metadata, data}: KubeObject): void => {
		if (metadata.name !== 'wisdom-rollout') return;
		const {step} = JSON.parse((data as {readonly rollout: string}).rollout) as {readonly step: number};
		for (; next <= step; next++) see(next);
	};
	const create = cluster.create.bind(cluster);
	const replace = cluster.replace.bind(cluster);
	cluster.create = async (resource, object, options) => {
		look(object);
		return create(resource, object, options);
	};
	cluster.replace = async (resource, object, options) => {
		look(object);
		return replace(resource, object, options);
	};
}

/** Of what serves nothing is deleted while the primary does not serve; after a promotion it has the candidate's spec. */
function requireHarmless(name: string, [primary, candidate]: readonly (KubeObject | undefined)[]): void {
	if (!serves(candidate)) return;
	expect.soft(serves(primary), `${name}: the candidate is deleted while it alone serves`).toBe(true);
	if (!name.startsWith('promote')) return;
	expect.soft(modelOf(primary), `${name}: the candidate is deleted, and its spec is nowhere`).toBe(modelOf(candidate));
}

interface Before {
	readonly meddled: readonly (KubeObject | undefined)[];
	readonly left: readonly (KubeObject | undefined)[];
}

/** What somebody else made or changed is still there; and something always is. */
function requireNothingLost(name: string, {meddled, left}: Before): void {
	const [primary, candidate] = left;
	if (meddled.some(Boolean)) expect.soft(primary ?? candidate, `${name}: no version is left`).toBeDefined();
	if (modelOf(meddled[0]) === 'theirs') expect.soft(modelOf(primary), `${name}: their spec is lost`).toBe('theirs');
	if (name.includes('created again') && meddled[1]?.metadata.uid !== undefined && name.includes('wisdom-1')) {
		expect.soft(candidate?.metadata.uid, `${name}: theirs is deleted`).toBe(meddled[1].metadata.uid);
	}

	if (name.startsWith('promote') && modelOf(meddled[1]) === 'theirs') {
		expect.soft(modelOf(candidate), `${name}: their spec is lost`).toBe('theirs');
	}
}
