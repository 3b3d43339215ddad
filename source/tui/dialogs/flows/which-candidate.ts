import type {AppInfo} from '../../../info/app.ts';
import type {Flow} from '../flow.ts';
import {valueOf, type Values} from '../form/field.ts';

/** Asks which candidate is meant, where an app has several; nothing where there is no choice. */
export function whichCandidate({versions}: AppInfo): Pick<Flow, 'form'> {
	const names = versions.slice(1).flatMap(({name, phase}) => (phase === 'absent' ? [] : [name]));
	if (names.length < 2) return {};
	const form = {
		fields: () => [{name: 'version', label: 'Candidate', choices: names}],
		initial: {},
		check: () => ({}),
	};
	return {form: () => Promise.resolve(form)};
}

/** The one that was chosen; undefined where there was no choice. */
export function chosenCandidate({versions}: AppInfo, values: Values): string | undefined {
	const name = valueOf(values, 'version');
	return versions.some(version => version.name === name) ? name : undefined;
}
