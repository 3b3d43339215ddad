import {isDeepStrictEqual} from 'node:util';
import {kindLabel} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import type {ResourceTypes} from '../objects/resource-types.ts';
import {configMaps, resourceName} from '../objects/resource.ts';
import {renderRoutes} from '../routemap/assess/render.ts';
import {parseRoutemap, type Routemap} from '../routemap/routemap.ts';
import {appNameOf, weightConfigName} from '../routing/app-spec.ts';
import {strategyNames, strategyOf} from '../routing/strategies/strategies.ts';
import {ownerWords} from './owner.ts';

/** What becomes of a routemap that is there already. */
export type RoutemapComparison = 'same' | 'kept' | 'changed';

/** A routemap as it shall be. */
interface WantedRoutemap {
	readonly routemap: KubeObject;
	/** Whether a routemap that is there and makes other routes is refused, not kept: the routes were described. */
	readonly isExact: boolean;
	/** Whether what is there already may be changed to what is wanted, as `helm upgrade` does. */
	readonly isUpgrade: boolean;
}

/** How to get other routes for an app that has some, and what it costs. */
export function cleanupRemedy(app: string, namespace: string): string {
	return `remove it first with "kubectl iter8 cleanup ${app} -n ${namespace}", which leaves the versions; requests to ${app} are not answered then until init has run again`;
}

/**
 * Whether a live routemap says what is wanted, may stay because nothing else was asked for, or is to be changed (one of Iter8
 * 1.1, which is not immutable). Throws an Error that says what to do when its name is taken by something else, or when it is of
 * other versions, of another strategy, or makes other routes than were described.
 */
export function compareRoutemap(
	live: KubeObject,
	{routemap: wanted, isExact, isUpgrade}: WantedRoutemap,
	types: ResourceTypes,
): RoutemapComparison {
	const name = resourceName(configMaps, live.metadata.name);
	if (live.metadata.labels?.[kindLabel] !== 'routemap') {
		throw new Error(`${name} exists and is no routemap${ownerWords(live)}: choose another app name, or remove it`);
	}

	const there = parseRoutemap(live);
	const asked = parseRoutemap(wanted);
	const app = appNameOf(live.metadata.name);
	const {namespace = 'default'} = live.metadata;
	const remedy = cleanupRemedy(app, namespace);
	if (isSame(there, isExact ? asked : withWeightsOf(there, asked), types)) return 'same';
	if (isUpgrade && live['immutable'] !== true && wanted['immutable'] !== true && hasAllOf(asked, there)) {
		return 'changed';
	}

	const [old, other] = [strategyOf(there), strategyOf(asked)];
	if (old !== other && strategyNames.some(each => each === old)) {
		throw new Error(`${name} exists and is of the strategy ${old}, not ${other}: ${remedy}`);
	}

	if (versionNames(there).join() !== versionNames(asked).join()) {
		const [present, others] = [there, asked].map(routemap => versionNames(routemap).join(', '));
		throw new Error(`${name} exists and has other versions (${present}, not ${others}): ${remedy}`);
	}

	if (isExact && isSame(there, withWeightsOf(there, asked), types)) {
		const weights = asked.versions.flatMap(({weight}) => weight ?? []).join(' ');
		throw new Error(
			`${name} exists and has other weights: change them with "kubectl iter8 weights ${app} ${weights} -n ${namespace}"`,
		);
	}

	if (isExact) throw new Error(`${name} exists and makes other routes than these: ${remedy}`);
	return 'kept';
}

/** What each version is made of besides what carries its weight. */
function versionNames({versions}: Routemap): readonly string[] {
	return versions.map(({resources}) => {
		const names = new Set(resources.map(({name}) => name));
		for (const name of names) names.delete(weightConfigName(name));
		return [...names].join('+');
	});
}

/** A routemap with the weights of another. */
function withWeightsOf({versions}: Routemap, routemap: Routemap): Routemap {
	return {
		...routemap,
		versions: routemap.versions.map((version, index) => ({...version, weight: versions[index]?.weight})),
	};
}

function hasAllOf(routemap: Routemap, part: Routemap): boolean {
	const names = versionNames(routemap);
	return versionNames(part).every(name => names.includes(name));
}

/** Whether two routemaps have the same versions and render the same routes, whatever their text. */
function isSame(one: Routemap, other: Routemap, types: ResourceTypes): boolean {
	if (!isDeepStrictEqual(one.versions, other.versions)) return false;
	return probes(one.versions.length).every(weights => {
		const [first, second] = [one, other].map(routemap =>
			renderRoutes({...routemap, uid: ''}, weights, types).map(rendered =>
				'object' in rendered ? rendered.object : rendered.error.message,
			),
		);
		return isDeepStrictEqual(first, second);
	});
}

/** Weights that tell templates apart: all at once, and each version alone, beside the first and missing. */
function probes(count: number): readonly (readonly number[])[] {
	const all = Array.from({length: count}, (_, index) => 10 + index);
	return [
		all,
		...all.flatMap((_, one) => [
			all.map((weight, index) => (index === one ? weight : 0)),
			all.map((weight, index) => (index === one || index === 0 ? weight : 0)),
			all.map((weight, index) => (index === one ? 0 : weight)),
		]),
	];
}
