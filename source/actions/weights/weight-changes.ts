import {lookupAmong} from '../../info/snapshot.ts';
import {weightAnnotation} from '../../objects/labels.ts';
import type {KubeObject} from '../../objects/object.ts';
import {assess} from '../../routemap/assess/assess.ts';
import type {Availability} from '../../routemap/assess/availability.ts';
import {strategyOf} from '../../routing/strategies/strategies.ts';
import type {ActionContext} from '../../runner/action-context.ts';
import {readApp, type AppState} from '../../runner/app-state.ts';
import {assessOptions} from '../../runner/live-routes.ts';
import {weightPlace, weightsOf, withWeight, type WeightPlace} from '../../runner/weights/weight-place.ts';
import {weightingOf, type Weighting} from '../../runner/weights/weighted-versions.ts';
import {routesWithoutDaemon} from '../routes-without-daemon.ts';
import {numberFault, servingFault} from './weight-faults.ts';

/**
 * The weight of every version that has one, the primary first; or the weights of some by their names, where undefined stands for
 * what the routemap says.
 */
export type WantedWeights = readonly number[] | ReadonlyMap<string, number | undefined>;

/** What becomes of one version's weight. */
export interface WeightChange {
	readonly version: string;
	readonly weight: number | undefined;
	readonly place: WeightPlace;
	/** The object that carries it, as it is to be. */
	readonly object: KubeObject;
	/** As kubectl says it. */
	readonly change: 'created' | 'annotated' | 'unchanged';
}

/** An app's weights as they are to be. */
export interface WeightChanges {
	readonly app: string;
	/** In the order in which to make them: what grows first, so that no moment is without weight. */
	readonly changes: readonly WeightChange[];
	readonly warnings: readonly string[];
}

/**
 * Compares an app's weights with what is wanted; changes nothing. Throws an Error that says what to do when the app's strategy
 * has no weights, when they are not as many as its versions, not whole or too large for its routes, when they would leave no
 * version that serves, and when they cannot be written without harm.
 */
export async function weightChanges(
	context: ActionContext,
	name: string,
	wanted: WantedWeights,
): Promise<WeightChanges> {
	const app = await readApp(context, name);
	const weighting = weightingOf(app.routemap, context.types);
	const given = namedWeights(app, weighting, wanted);
	const before = weightsOf(context, app);
	const after = app.versions.map(({reference}, index) =>
		given.has(reference.name)
			? (given.get(reference.name) ?? app.routemap.versions[index]?.weight ?? 1)
			: (before[index] ?? 1),
	);
	refuse(numberFault(app, weighting, after));
	const changes = app.versions.flatMap(({reference}, index) => {
		const version = app.routemap.versions[index];
		if (!version || !given.has(reference.name)) return [];
		const place = weightPlace(app, version, context.types);
		return [changeOf(place, reference.name, given.get(reference.name))];
	});
	const growth = ({version}: WeightChange): number => {
		const index = app.versions.findIndex(({reference}) => reference.name === version);
		return (after[index] ?? 0) - (before[index] ?? 0);
	};
	const availability = availabilityAfter(context, app, changes);
	refuse(servingFault(app, weighting, after, availability));
	return {
		app: name,
		changes: changes.toSorted((one, other) => growth(other) - growth(one)),
		warnings: [
			...app.versions.flatMap(({reference}, index) => {
				const {isAvailable = false, reason = ''} = availability[index] ?? {};
				return isAvailable || (given.get(reference.name) ?? 0) === 0
					? []
					: [`${reference.name} gets its ${after[index]} only when it can take requests: ${reason}`];
			}),
			...(await routesWithoutDaemon(context, app.routemap)),
		],
	};
}

function refuse(fault: string | undefined): void {
	if (fault !== undefined) throw new Error(fault);
}

/** A version whose weight ConfigMap is missing counts as unavailable until that is made. */
function availabilityAfter(
	context: ActionContext,
	{routemap, lookup}: AppState,
	changes: readonly WeightChange[],
): readonly Availability[] {
	const after = lookupAmong(changes.map(({place, object}) => [place.resource, [object]]));
	return assess(routemap, (...key) => after(...key) ?? lookup(...key), assessOptions(context)).availability;
}

function namedWeights(
	app: AppState,
	{indices}: Weighting,
	wanted: WantedWeights,
): ReadonlyMap<string, number | undefined> {
	const names = indices.flatMap(index => app.versions[index]?.reference.name ?? []);
	if (names.length === 0) {
		throw new Error(
			`${app.name} has no weights: under its strategy, ${strategyOf(app.routemap)}, which version answers does not depend on them; to split requests by weight, "kubectl iter8 cleanup ${app.name} -n ${app.claim.namespace}", which leaves the versions, and "kubectl iter8 init ${app.name} --strategy blue-green -n ${app.claim.namespace}"`,
		);
	}

	if (isVector(wanted)) {
		if (wanted.length === names.length) return new Map(names.map((name, index) => [name, wanted[index]]));
		const count = names.length === 1 ? '1 version' : `${names.length} versions`;
		throw new Error(
			`${app.name} has ${count} with a weight (${names.join(', ')}): give ${names.length}, not ${wanted.length}`,
		);
	}

	for (const name of wanted.keys()) {
		if (!names.includes(name)) {
			throw new Error(`${app.name} has no version ${name} with a weight; there are: ${names.join(', ')}`);
		}
	}

	return wanted;
}

function isVector(wanted: WantedWeights): wanted is readonly number[] {
	return Array.isArray(wanted);
}

function changeOf(place: WeightPlace, version: string, weight: number | undefined): WeightChange {
	const {object, exists} = place;
	const isSame =
		object.metadata.annotations?.[weightAnnotation] === (weight === undefined ? undefined : String(weight));
	const change = exists ? (isSame ? 'unchanged' : 'annotated') : 'created';
	return {version, weight, place, object: withWeight(object, weight), change};
}
