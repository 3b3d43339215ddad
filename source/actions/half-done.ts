import {readPrevious} from '../rollout/previous.ts';
import type {AppState} from '../runner/app-state.ts';

/** What is half done to an app's primary for a candidate that is still there, and the ways on; undefined where nothing is. */
export function halfDoneWords({name, claim, versions}: AppState): string | undefined {
	const [primary, ...candidates] = versions;
	const previous = primary?.object && readPrevious(primary.object);
	const candidate = candidates.find(({object}) => object && object.metadata.uid === previous?.rollout);
	if (!candidate) return undefined;
	const which = candidates.filter(({object}) => object).length > 1 ? ` ${candidate.reference.name}` : '';
	const [promote, abort] = ['promote', 'abort'].map(
		verb => `"kubectl iter8 ${verb} ${name}${which} -n ${claim.namespace}"`,
	);
	return previous?.markBeforeRestore === undefined
		? `the promotion of ${candidate.reference.name} of ${name} is half done: go on with ${promote} or back with ${abort}`
		: `the abort of ${candidate.reference.name} of ${name} is half done: go on with ${abort}`;
}
