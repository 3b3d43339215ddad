import type {Verb} from './verb.ts';
import {abortVerb} from './verbs/abort.ts';
import {checkVerb} from './verbs/check.ts';
import {cleanupVerb} from './verbs/cleanup.ts';
import {completeVerb} from './verbs/complete.ts';
import {deployVerb} from './verbs/deploy.ts';
import {explainVerb} from './verbs/explain.ts';
import {helpVerb} from './verbs/help.ts';
import {initVerb} from './verbs/init.ts';
import {optionsVerb} from './verbs/options.ts';
import {promoteVerb} from './verbs/promote.ts';
import {renderVerb} from './verbs/render.ts';
import {sandboxVerb} from './verbs/sandbox.ts';
import {sendTestVerb} from './verbs/send-test.ts';
import {statusVerb} from './verbs/status.ts';
import {tuiVerb} from './verbs/tui.ts';
import {versionVerb} from './verbs/version.ts';
import {watchVerb} from './verbs/watch.ts';
import {weightsVerb} from './verbs/weights.ts';

/** All verbs by name, in the order in which the help lists them: the order of a rollout. */
export const verbs = {
	init: initVerb,
	deploy: deployVerb,
	status: statusVerb,
	explain: explainVerb,
	check: checkVerb,
	'send-test': sendTestVerb,
	weights: weightsVerb,
	promote: promoteVerb,
	abort: abortVerb,
	cleanup: cleanupVerb,
	watch: watchVerb,
	tui: tuiVerb,
	render: renderVerb,
	sandbox: sandboxVerb,
	version: versionVerb,
	options: optionsVerb,
	help: helpVerb,
	__complete: completeVerb,
} as const satisfies Readonly<Record<string, Verb>>;

export type VerbName = keyof typeof verbs;

export function isVerb(word: string): word is VerbName {
	return Object.hasOwn(verbs, word);
}

/** The verbs that a person calls. */
export const listedVerbs: readonly (readonly [string, Verb])[] = Object.entries<Verb>(verbs).filter(
	([, verb]) => verb.isHidden !== true,
);
