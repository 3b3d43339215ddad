import {adviceText} from '../info/states/state.ts';
import type {CheckInput} from './check-input.ts';
import type {Finding} from './finding.ts';

/** Apps whose routemap is gone, so that nothing else here knows of them. */
export function lostApps({lost}: CheckInput): readonly Finding[] {
	return lost.map(({namespace, name, sentence, advised}) => ({
		severity: 'broken',
		object: `app ${namespace}/${name}`,
		what: sentence,
		todo: adviceText(advised),
	}));
}
