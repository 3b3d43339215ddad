import {refusalOf} from '../info/daemon-fault.ts';
import {adviceText, type Severity as StateSeverity, type State, type StateKind} from '../info/states/state.ts';
import {stateContext, statesOf} from '../info/states/states-of.ts';
import type {CheckInput} from './check-input.ts';
import type {Finding, Severity} from './finding.ts';

/** Of what is good nothing is found; what is under way is good to know. */
const severities: Readonly<Record<StateSeverity, Severity | undefined>> = {
	broken: 'broken',
	warning: 'warning',
	waiting: 'note',
	good: undefined,
	note: 'note',
};

/** States of which another check says all, and more. */
const foundElsewhere: ReadonlySet<StateKind> = new Set([
	'invalid-routemap',
	'route-foreign',
	'route-rejected',
	'deletion-held',
]);

/** All that `status` and the terminal UI say of apps, and what to do. */
export function appStates({apps, snapshot, faults, now}: CheckInput): readonly Finding[] {
	const context = stateContext(snapshot, now);
	return apps.flatMap(({info}) =>
		statesOf(info, {...context, refusal: refusalOf(faults, info, now)})
			.filter(({kind}) => !foundElsewhere.has(kind))
			.flatMap((state): readonly Finding[] => {
				const severity = severities[state.severity];
				const object = `app ${info.namespace}/${info.name}`;
				if (severity === undefined) return [];
				return [{severity, object, what: state.sentence, todo: todoOf(state), state: state.kind}];
			}),
	);
}

function todoOf({severity, advised}: State): string {
	if (advised.length > 0) return adviceText(advised);
	return severity === 'waiting' ? 'wait' : 'wait until what is under way has ended';
}
