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
	/** The rules that take it when every version serves. */
	readonly rules: readonly Rule[];
}

/** What a person should know of answers, in sentences: why they failed, or came from another version than the one that was meant. */
export function answerRemarks(state: AppState, {answers, intended, request, rules}: Answered): readonly string[] {
	const {total} = answers;
	const failed = [...answers.versions, undefined].reduce((sum, version) => sum + answers.of(version).failed, 0);
	if (total === 0) return [];
	const missing = failed === total ? nobodyServes(state) : undefined;
	if (missing !== undefined) return [missing];
	const others = answers.versions.filter(version => version !== intended);
	const isMissed = intended !== undefined && others.length > 0 && answers.of(intended).requests === 0;
	const path = failed === total ? rules.flatMap(rule => pathInFront(request.path, rule) ?? [])[0] : undefined;
	return [
		...(isMissed ? [missedWords(state, intended, others, total)] : []),
		...(path === undefined
			? []
			: [
					`the route of ${state.name} makes ${path} of ${request.path}: it puts the model's inference path in place of /, so leave the path out`,
				]),
	];
}

function missedWords({versions}: AppState, intended: string, others: readonly string[], total: number): string {
	const availability = versions.find(({reference}) => reference.name === intended)?.availability;
	const why = availability?.isAvailable
		? 'the gateway does not follow the route yet, or another route takes them'
		: (availability?.reason ?? '');
	const all = total === 1 ? 'the answer' : `all ${total} answers`;
	return `these headers are meant for ${intended}, but ${all} came from ${others.join(' and ')}: ${why}`;
}
