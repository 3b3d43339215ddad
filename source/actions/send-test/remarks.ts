import {pathInFront} from '../../inference/endpoint.ts';
import type {GatewayRequest} from '../../inference/gateway.ts';
import type {Rule} from '../../mesh/route.ts';
import type {AppState} from '../../runner/app-state.ts';
import type {AnswerCount} from './answer-count.ts';
import {nobodyServes} from './test-state.ts';

interface Answered {
	readonly answers: AnswerCount;
	/** The candidate that the request was meant for. */
	readonly intended: string | undefined;
	readonly request: GatewayRequest;
	/** The path that it would go to if the user had said none. */
	readonly ownPath: string;
	/** The rules that take it when every version serves. */
	readonly rules: readonly Rule[];
}

/** What a person should know of answers, in sentences: why they failed, or came from another version than the one that was meant. */
export function answerRemarks(
	state: AppState,
	{answers, intended, request, ownPath, rules}: Answered,
): readonly string[] {
	const {total} = answers;
	const failed = [...answers.versions, undefined].reduce((sum, version) => sum + answers.of(version).failed, 0);
	if (total === 0) return [];
	const missing = failed === total ? nobodyServes(state) : undefined;
	if (missing !== undefined) return [missing];
	const others = answers.versions.filter(version => version !== intended);
	const isMissed = intended !== undefined && others.length > 0 && answers.of(intended).requests === 0;
	const missed = isMissed ? missedWords(state, intended, others, total) : undefined;
	const madePath = answers.onlyStatus === 404 ? pathWords(state, request.path, ownPath, rules) : undefined;
	return [missed, madePath].filter(words => words !== undefined);
}

/** That a rule makes a path of the one that is asked which no model has, and what to do; undefined where none does. */
function pathWords(
	{name, versions, claim: {namespace}}: AppState,
	path: string,
	ownPath: string,
	rules: readonly Rule[],
): string | undefined {
	const made = madeOf(path, rules);
	if (made === undefined) return undefined;
	const said = `the route of ${name} makes ${made} of ${path}: it puts the model's inference path in place of /`;
	if (madeOf(ownPath, rules) === undefined) return `${said}, so leave the path out`;
	const [candidate] = versions.slice(1).filter(({availability}) => availability.isAvailable);
	if (candidate) {
		return `${said}; ask each version at its own host, as "kubectl iter8 send-test ${name} ${candidate.reference.name} -n ${namespace}" does`;
	}

	const commands = [`cleanup ${name}`, `init ${name} --routes own`].map(
		words => `"kubectl iter8 ${words} -n ${namespace}"`,
	);
	return `${said}; ${commands.join(' and then ')} make one that leaves paths as they are, and leave the versions`;
}

function madeOf(path: string, rules: readonly Rule[]): string | undefined {
	return rules.flatMap(rule => pathInFront(path, rule) ?? [])[0];
}

function missedWords(
	{versions, weights}: AppState,
	intended: string,
	others: readonly string[],
	total: number,
): string {
	const index = versions.findIndex(({reference}) => reference.name === intended);
	const availability = versions[index]?.availability;
	const unfollowed =
		weights[index] === 0
			? `${intended} has weight 0`
			: 'the gateway does not follow the route yet, or another route takes them';
	const why = availability?.isAvailable ? unfollowed : (availability?.reason ?? '');
	const all = total === 1 ? 'the answer' : `all ${total} answers`;
	return `these headers are meant for ${intended}, but ${all} came from ${others.join(' and ')}: ${why}`;
}
