import {randomInt} from 'node:crypto';
import {compare, type Compared} from '../../actions/compare/compare.ts';
import type {TestContext} from '../../actions/send-test/test.ts';
import type {OptionsOf} from '../../options/options.ts';
import {parse} from '../../options/parse.ts';
import type {CompareOptions} from '../../tui/session.ts';
import type {compareVerb} from '../compare/flags.ts';
import {planOf} from '../compare/plan.ts';
import {verbs} from '../verbs.ts';

/** Compares a candidate with its primary as the verb does that is given the same. */
export async function compareVersions(
	context: TestContext,
	app: string,
	{version, filename, requests, margin, looks, onPair, onRemark}: CompareOptions,
	isKept: boolean,
): Promise<Compared> {
	const flags = parse(verbs, ['compare', app]).flags as OptionsOf<typeof compareVerb>['flags'];
	const plan = await planOf({...flags, filename, requests}, process, {seed: randomInt(2 ** 31), onRemark});
	const question = {...plan.question, margin, looks};
	return compare(context, app, version, {...plan, question, isKept, onPair, onDisagreement: () => undefined});
}
