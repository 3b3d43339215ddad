import type {DialogName} from '../../keys/keys.ts';
import type {Flow} from '../flow.ts';
import {abortFlow} from './abort.ts';
import {cleanupFlow} from './cleanup.ts';
import {compareFlow} from './compare.ts';
import {deployFlow} from './deploy.ts';
import {explainFlow} from './explain.ts';
import {initFlow} from './init.ts';
import {promoteFlow} from './promote.ts';
import {sendTestFlow} from './send-test.ts';
import type {AppSubject, Subject} from './subject.ts';
import {undoFlow} from './undo.ts';
import {watchFlow} from './watch.ts';
import {weightsFlow} from './weights.ts';

const appFlows: Partial<Record<DialogName, (subject: AppSubject) => Flow>> = {
	deploy: deployFlow,
	promote: promoteFlow,
	weights: weightsFlow,
	abort: abortFlow,
	undo: undoFlow,
	cleanup: cleanupFlow,
	'send-test': sendTestFlow,
	compare: compareFlow,
	explain: explainFlow,
};

/** The flow of an action; undefined when it needs an app and none is chosen. */
export function flowOf(action: DialogName, subject: Subject): Flow | undefined {
	if (action === 'watch') return watchFlow(subject);
	if (action === 'init') return initFlow(subject);
	const {info} = subject;
	return info && appFlows[action]?.({...subject, info});
}
