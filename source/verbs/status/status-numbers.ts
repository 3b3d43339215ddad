import {versionsIn} from '../../info/app-objects.ts';
import type {AppInfo, VersionInfo} from '../../info/app.ts';
import type {Snapshot} from '../../info/snapshot.ts';
import type {Target} from '../../kube/target.ts';
import {describeUnknown, type AppNumbers, type VersionNumbers} from '../../metrics/numbers.ts';
import {namespacedName} from '../../objects/object.ts';
import type {OptionsOf} from '../../options/options.ts';
import {escapeLine} from '../../print/escape.ts';
import {prometheusAt} from '../prometheus.ts';
import type {statusVerb} from './flags.ts';

/** By `keyOf` the app. */
export type AllNumbers = ReadonlyMap<string, AppNumbers>;

/** More reasons than these help nobody. */
const mostReasons = 4;

export function keyOf({namespace, name}: Pick<AppInfo, 'namespace' | 'name'>): string {
	return namespacedName(namespace, name);
}

/** Whether an output tells numbers. */
export function tellsNumbers({output, watch}: OptionsOf<typeof statusVerb>['flags']): boolean {
	return output !== undefined && output !== 'name' && !watch;
}

/** What the gateways have counted, or the Prometheus that is named, for the outputs that tell it; that takes a second or some. */
export async function numbersFor(
	{flags, now, signal}: OptionsOf<typeof statusVerb>,
	target: Target,
	apps: readonly AppInfo[],
	{routemaps, settingsIn}: Pick<Snapshot, 'routemaps' | 'settingsIn'>,
): Promise<AllNumbers | undefined> {
	if (!tellsNumbers(flags) || apps.length === 0) return undefined;
	const byPlace = new Map(
		routemaps.map(object => [namespacedName(object.metadata.namespace ?? 'default', object.metadata.name), object]),
	);
	const known = apps.flatMap(app => {
		const routemap = byPlace.get(namespacedName(app.namespace, app.routemap));
		return routemap ? [{name: app, routemap, types: settingsIn(app.namespace).types}] : [];
	});
	if (flags.prometheus !== undefined) {
		const {readNumbers} = await import('../../metrics/prometheus/follow-numbers.ts');
		const prometheus = await prometheusAt(flags.prometheus);
		const numbers = new Map<string, AppNumbers>();
		for (const {name, routemap, types} of known)
			numbers.set(keyOf(name), await readNumbers(versionsIn(routemap, types), prometheus, now, signal));
		return numbers;
	}

	const {readGatewayNumbers} = await import('../../metrics/gateway/read-gateway-numbers.ts');
	return readGatewayNumbers(target, known, {now, signal});
}

/** An app as JSON tells it: each version with its numbers, and in words why there are none. */
export function withNumbers(
	app: AppInfo,
	numbers: AllNumbers,
): Omit<AppInfo, 'versions'> & {readonly versions: readonly unknown[]} {
	const own = numbers.get(keyOf(app));
	const versionWithNumbers = (version: VersionInfo): unknown => ({...version, numbers: told(own?.get(version.title))});
	return {...app, versions: app.versions.map(versionWithNumbers)};
}

function told(numbers: VersionNumbers | undefined): unknown {
	if (!numbers) return undefined;
	const {requestsPerSecond, errorShare, p50Ms, p95Ms, counts, unknown} = numbers;
	if (unknown) return {unknown: {kind: unknown.kind, reason: describeUnknown(unknown)}};
	return {requestsPerSecond, errorShare, p50Ms, p95Ms, counts};
}

/** Why versions that are there have no numbers, in kubectl's form of a warning; versions of one reason together. */
export function numbersWarnings(
	apps: readonly AppInfo[],
	numbers: AllNumbers | undefined,
	isOfAllNamespaces: boolean,
): readonly string[] {
	const reasons = apps.flatMap(app =>
		app.versions.flatMap(({title, phase}) => {
			const unknown = numbers?.get(keyOf(app))?.get(title)?.unknown;
			const place = isOfAllNamespaces ? `${app.namespace}/${title}` : title;
			return unknown && phase !== 'absent' ? [{title: place, words: describeUnknown(unknown)}] : [];
		}),
	);
	const groups = [...Map.groupBy(reasons, ({words}) => words)];
	return groups.slice(0, mostReasons).map(([words, all]) => {
		const [first, second, ...more] = all.map(({title}) => title);
		const others = more.length === 0 ? '' : ` and ${more.length} more`;
		const titles = second === undefined ? first : `${first}, ${second}${others}`;
		return `${escapeLine(`Warning: no numbers of ${titles}: ${words}`)}\n`;
	});
}
