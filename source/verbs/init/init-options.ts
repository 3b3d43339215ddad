import type {InitOptions} from '../../actions/init/wanted-routing.ts';
import {isRecord} from '../../objects/object.ts';
import {UsageError} from '../../objects/usage-error.ts';
import {flagName, type FlagValues} from '../../options/flag.ts';
import {parseYaml} from '../../routemap/yaml.ts';
import {defaultVersions, type VersionSpec} from '../../routing/app-spec.ts';
import {isWeighted, type StrategyName} from '../../routing/strategies/strategies.ts';
import {weightNumber, weightWords} from '../weight-words.ts';
import type {initVerb} from './flags.ts';

type InitFlags = FlagValues<typeof initVerb.flags>;

/** What describes an app, and so goes without a values file. */
const describing = [
	'appType',
	'mesh',
	'strategy',
	'versions',
	'weights',
	'match',
	'modelName',
	'port',
	'gateway',
	'routes',
] as const satisfies readonly (keyof InitFlags)[];

/** The app that a command line describes, weights among its words or not. Throws UsageError. */
export function describedApp(name: string, flags: InitFlags, words: readonly string[] = []): InitOptions {
	if (flags.release !== undefined) throw new UsageError('--release goes with a values file, -f');
	const {appType, mesh, strategy, modelName, port, gateway, routes} = flags;
	const versions = describedVersions(name, flags, weightWords(flags.weights, words));
	return {
		name,
		appType,
		mesh,
		strategy,
		versions,
		takesOver: flags.versions === undefined ? undefined : true,
		modelName,
		port,
		gateways: gateway.length > 0 ? gateway : undefined,
		routes,
	};
}

/** Throws UsageError when something describes the app besides its values file. */
export function refuseDescription(flags: InitFlags): void {
	const given = describing.filter(key => {
		const value = flags[key];
		return Array.isArray(value) ? value.length > 0 : value !== undefined;
	});
	if (given.length > 0) {
		const names = given.map(key => `--${flagName(key)}`).join(', ');
		throw new UsageError(`-f says all of an app: leave out ${names}`);
	}
}

/** Undefined when nothing is said of the versions. */
function describedVersions(
	app: string,
	{strategy = 'canary', versions: names, match}: InitFlags,
	weights: readonly string[],
): readonly VersionSpec[] | undefined {
	if (names === undefined && weights.length === 0 && match.length === 0) return undefined;
	const usual = defaultVersions(app).slice(0, strategy === 'none' ? 1 : undefined);
	const versions = names === undefined ? usual : names.split(',').map(name => ({name: name.trim()}));
	return withMatches(withWeights(versions, strategy, weights), match);
}

function withWeights(
	versions: readonly VersionSpec[],
	strategy: StrategyName,
	words: readonly string[],
): readonly VersionSpec[] {
	if (words.length === 0) return versions;
	const weights = words.map(word => weightNumber(word));
	const weighted = versions.filter((_, index) => isWeighted(strategy, index));
	if (weighted.length === 0)
		throw new UsageError(`--weights: the strategy ${strategy} has none; use blue-green or mirror`);
	if (weights.length !== weighted.length) {
		const list = weighted.map(({name}) => name).join(', ');
		throw new UsageError(
			`--weights: ${list} ${weighted.length === 1 ? 'has' : 'have'} a weight: give ${weighted.length}, not ${weights.length}`,
		);
	}

	return versions.map(version => {
		const weight = weights[weighted.indexOf(version)];
		return weight === undefined ? version : {...version, weight};
	});
}

function withMatches(versions: readonly VersionSpec[], texts: readonly string[]): readonly VersionSpec[] {
	const [, ...candidates] = versions;
	const clauses = texts.map(text => readMatch(text, candidates));
	const bare = candidates.find(({name}) => !clauses.some(({candidate}) => candidate === name))?.name;
	if (clauses.length > 0 && bare !== undefined) {
		throw new UsageError(
			`--match: ${bare} has none: say which requests it gets, as in --match ${bare}:traffic=${bare}`,
		);
	}

	return versions.map(version => {
		const match = clauses.filter(({candidate}) => candidate === version.name).map(({clause}) => clause);
		return match.length > 0 ? {...version, match} : version;
	});
}

/** `traffic=test`, `{uri: {prefix: /v2}}`, each perhaps after `NAME:` of a candidate. */
function readMatch(
	text: string,
	candidates: readonly VersionSpec[],
): {readonly candidate: string; readonly clause: unknown} {
	const refuse = (expected: string): never => {
		throw new UsageError(`invalid argument ${JSON.stringify(text)} for "--match" flag: ${expected}`);
	};
	const named = candidates.find(({name}) => text.startsWith(`${name}:`));
	const [only, ...others] = candidates;
	if (!only) return refuse('there is no candidate');
	if (!named && others.length > 0) {
		return refuse(`begin with the candidate that it is for, ${candidates.map(({name}) => `${name}:`).join(' or ')}`);
	}

	const {name: candidate} = named ?? only;
	const rest = named ? text.slice(candidate.length + 1) : text;
	if (rest.trimStart().startsWith('{'))
		return {candidate, clause: readClause(rest) ?? refuse('is no HTTPMatchRequest in YAML or JSON')};
	const [, header, exact] = /^([^=:\s]+)=(.*)$/s.exec(rest) ?? [];
	if (header === undefined || exact === undefined) {
		return refuse('must be NAME=VALUE for a header, or an HTTPMatchRequest such as {uri: {prefix: /v2}}');
	}

	return {candidate, clause: {headers: {[header]: {exact}}}};
}

function readClause(text: string): unknown {
	try {
		const clause = parseYaml(text);
		return isRecord(clause) ? clause : undefined;
	} catch {
		return undefined;
	}
}
