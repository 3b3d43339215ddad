import type {Endpoint} from '../../inference/endpoint.ts';
import type {AppState} from '../../runner/app-state.ts';
import {versionKindOf} from '../../versions/kinds.ts';
import {nobodyServes} from './test-state.ts';

/** The primary's name and the candidate's. Throws an Error when the one is no candidate, and when either cannot answer. */
export function pairOf(app: AppState, candidate: string): readonly [string, string] {
	const {name, versions} = app;
	const missing = nobodyServes(app);
	if (missing !== undefined) throw new Error(missing);
	const names = versions.map(({reference}) => reference.name);
	if (!names.slice(1).includes(candidate)) {
		const others = names.slice(1).join(', ');
		throw new Error(`${candidate} is no candidate of ${name}${others === '' ? '' : `, which has ${others}`}`);
	}

	const pair = versions.filter(({reference}, index) => index === 0 || reference.name === candidate);
	const [down] = pair.flatMap(({availability}) => (availability.isAvailable ? [] : [availability.reason]));
	if (down !== undefined) throw new Error(`the versions of ${name} cannot be compared: ${down}`);
	return [names[0] ?? '', candidate];
}

/** The app's only candidate. Throws an Error when there is none, and when there are several. */
export function soleCandidate({name, versions, claim}: AppState): string {
	const candidates = versions.slice(1).filter(({object}) => object !== undefined);
	const [only, ...others] = candidates.map(({reference}) => reference.name);
	if (only === undefined) {
		const primary = versions[0]?.object;
		const flag = (primary && versionKindOf(primary)?.deployFlag) ?? '-f FILE';
		throw new Error(
			`${name} has no candidate: deploy one with "kubectl iter8 deploy ${name} ${flag} -n ${claim.namespace}"`,
		);
	}

	if (others.length === 0) return only;
	throw new Error(`${name} has several candidates: say which one, as in "kubectl iter8 compare ${name} ${only}"`);
}

/** That a version cannot be asked alone, and what to do. */
export function unreachableWords(app: string, version: string, {host}: Endpoint): string {
	return (
		`no request reaches ${version} alone: the route of ${app} has no match for it, and the gateway no route for its own host ${host}; ` +
		`see how the answers are shared out with "kubectl iter8 send-test ${app} --requests 100"`
	);
}
