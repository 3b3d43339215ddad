import {isDeepStrictEqual} from 'node:util';
import {defaultHoldMs} from './defaults.ts';
import {longestTimer} from './duration.ts';
import {isRecord, type KubeObject} from './object.ts';
import {defaultResourceTypes, type ResourceType, type ResourceTypes} from './resource-types.ts';
import type {Resource} from './resource.ts';

/**
 * What a daemon was told that decides what it makes of routemaps. It stands on the daemon's Lease, so that whoever tells what the
 * daemon does, or waits for it, reckons as it does.
 */
export interface LeaderSettings {
	readonly types: ResourceTypes;
	/** How long a Ready that turned Unknown counts as good while the old revision serves, in milliseconds. */
	readonly holdMs: number;
	/** Whether it performs rollouts, too. */
	readonly rollouts: boolean;
}

/** What holds where no daemon leads, or one that was told nothing. */
export const defaultLeaderSettings: LeaderSettings = {
	types: defaultResourceTypes,
	holdMs: defaultHoldMs,
	rollouts: false,
};

/** Where on the Lease they stand: as JSON, the types only where they are not the usual ones. */
export const settingsAnnotation = 'iter8.tools/daemon-settings';

/** Settings that say more are neither written nor believed; Iter8's own types take about 1 KiB. */
const mostCharacters = 32_768;
const mostTypes = 100;
const mostConditions = 20;

/** The annotation of a daemon's Lease. Types that need more room than anyone believes are left out. */
export function settingsText({types, holdMs, rollouts}: LeaderSettings): string {
	const told = {holdMs, rollouts};
	if (types === defaultResourceTypes) return JSON.stringify(told);
	const text = JSON.stringify({...told, types: Object.fromEntries(types)});
	return text.length > mostCharacters || types.size > mostTypes ? JSON.stringify(told) : text;
}

/** Settings as far as they are believed, and what is not, in words: whoever may write a lease may write anything into it. */
interface ReadSettings {
	readonly settings: LeaderSettings;
	readonly disbelieved: readonly string[];
}

/** A lease is renewed every other second, and says the same; who compares settings compares the objects. */
const read = new Map<string, ReadSettings>();
const mostRead = 64;

/** The settings on a Lease: the usual ones for what it does not say, or says and nobody believes. */
export function readSettings(lease: KubeObject | undefined): ReadSettings {
	const text: unknown = lease?.metadata.annotations?.[settingsAnnotation];
	if (text === undefined) return {settings: defaultLeaderSettings, disbelieved: []};
	if (typeof text !== 'string' || text.length > mostCharacters) return nonsense;
	const found = read.get(text) ?? parse(text);
	if (read.size >= mostRead) read.clear();
	read.set(text, found);
	return found;
}

const nonsense: ReadSettings = {
	settings: defaultLeaderSettings,
	disbelieved: [`its annotation ${settingsAnnotation}`],
};

function parse(text: string): ReadSettings {
	let told: unknown;
	try {
		told = JSON.parse(text);
	} catch {
		return nonsense;
	}

	if (!isRecord(told)) return nonsense;
	const {holdMs, rollouts, types} = told;
	const believed: Partial<LeaderSettings> = {
		...(isHold(holdMs) ? {holdMs} : {}),
		...(typeof rollouts === 'boolean' ? {rollouts} : {}),
		...typesIn(types),
	};
	const disbelieved = Object.entries({holdMs, rollouts, types})
		.filter(([key, value]) => value !== undefined && !Object.hasOwn(believed, key))
		.map(([key]) => `what its annotation ${settingsAnnotation} says of ${key}`);
	const isUsual = Object.keys(believed).every(key => isDefault(key as keyof LeaderSettings, believed));
	return {settings: isUsual ? defaultLeaderSettings : {...defaultLeaderSettings, ...believed}, disbelieved};
}

function isDefault(key: keyof LeaderSettings, settings: Partial<LeaderSettings>): boolean {
	return settings[key] === defaultLeaderSettings[key];
}

/** What `--hold` can be: as much as a timer can wait. */
function isHold(value: unknown): value is number {
	return typeof value === 'number' && value >= 0 && value <= longestTimer;
}

function typesIn(value: unknown): Pick<LeaderSettings, 'types'> | undefined {
	if (!isRecord(value)) return undefined;
	const entries = Object.entries(value);
	if (entries.length > mostTypes) return undefined;
	const types = entries.flatMap(([name, told]) => {
		const type = typeIn(told);
		return type ? [[name, type] as const] : [];
	});
	return types.length === entries.length ? {types: new Map(types)} : undefined;
}

function typeIn(value: unknown): ResourceType | undefined {
	if (!isRecord(value) || !isRecord(value['resource'])) return undefined;
	const {conditions} = value;
	const {group, version, plural, kind} = value['resource'];
	// They become parts of paths. Rule: Kubernetes, CustomResourceDefinition: group, versions[].name, names.plural, names.kind.
	if (!isMeeting(group, /^([a-z\d]([-a-z\d.]{0,251}[a-z\d])?)?$/)) return undefined;
	if (!isMeeting(version, /^[a-z\d]([-a-z\d]{0,61}[a-z\d])?$/)) return undefined;
	if (!isMeeting(plural, /^[a-z\d]([-a-z\d]{0,61}[a-z\d])?$/)) return undefined;
	if (!isMeeting(kind, /^[A-Za-z\d]{0,63}$/)) return undefined;
	if (!Array.isArray(conditions) || conditions.length > mostConditions) return undefined;
	if (!conditions.every(name => isMeeting(name, /^[-\w./]{1,316}$/))) return undefined;
	return {resource: known({group, version, plural, kind}), conditions};
}

/** The very resource of that name that is known here, as it is compared by identity in places. */
function known(resource: Resource): Resource {
	const types = [...defaultResourceTypes.values()];
	return types.find(type => isDeepStrictEqual(type.resource, resource))?.resource ?? resource;
}

function isMeeting(value: unknown, pattern: RegExp): value is string {
	return typeof value === 'string' && pattern.test(value);
}
