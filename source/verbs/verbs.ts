import type {VerbTable} from '../options/verb.ts';
import {abortVerb} from './abort/flags.ts';
import {checkVerb} from './check/flags.ts';
import {cleanupVerb} from './cleanup/flags.ts';
import {compareVerb} from './compare/flags.ts';
import {completeVerb} from './complete/flags.ts';
import {deployVerb} from './deploy/flags.ts';
import {explainVerb} from './explain/flags.ts';
import {helpVerb} from './help/flags.ts';
import {historyVerb} from './history/flags.ts';
import {initVerb} from './init/flags.ts';
import {optionsVerb} from './options/flags.ts';
import {promoteVerb} from './promote/flags.ts';
import {renderVerb} from './render/flags.ts';
import {sandboxVerb} from './sandbox/flags.ts';
import {sendTestVerb} from './send-test/flags.ts';
import {statusVerb} from './status/flags.ts';
import {tuiVerb} from './tui/flags.ts';
import {undoVerb} from './undo/flags.ts';
import {versionVerb} from './version/flags.ts';
import {watchVerb} from './watch/flags.ts';
import {weightsVerb} from './weights/flags.ts';

/** All verbs by name, in the order in which the help lists them: the order of a rollout. */
export const verbs = {
	init: initVerb,
	deploy: deployVerb,
	status: statusVerb,
	explain: explainVerb,
	check: checkVerb,
	'send-test': sendTestVerb,
	compare: compareVerb,
	weights: weightsVerb,
	promote: promoteVerb,
	abort: abortVerb,
	undo: undoVerb,
	history: historyVerb,
	cleanup: cleanupVerb,
	watch: watchVerb,
	tui: tuiVerb,
	render: renderVerb,
	sandbox: sandboxVerb,
	version: versionVerb,
	options: optionsVerb,
	help: helpVerb,
	// what kubectl's users call it
	rollback: {...undoVerb, isHidden: true},
	__complete: completeVerb,
} as const satisfies VerbTable;

export type Verbs = typeof verbs;
