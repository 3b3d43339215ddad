import type {OutputTensor, RuleSettings} from '../../../source/analysis/answers/output.ts';
import type {Pair, VersionAnswer} from '../../../source/analysis/comparison/pair.ts';

export const settings: RuleSettings = {tolerance: 1e-6, top: 1, isTextNormalised: false};

/** An output with one class. */
export function labels(value: number, name = 'predict'): OutputTensor {
	return {name, datatype: 'INT64', shape: [1, 1], data: [value]};
}

/** A good answer. */
export function answer(outputs: OutputTensor | readonly OutputTensor[], latencyMs = 10): VersionAnswer {
	return {status: 200, failure: undefined, latencyMs, outputs: [outputs].flat()};
}

export function failed(failure = 'HTTP 503'): VersionAnswer {
	return {status: 503, failure, latencyMs: 1, outputs: []};
}

interface Sides {
	readonly label?: string;
	readonly primary: OutputTensor | VersionAnswer;
	readonly candidate: OutputTensor | VersionAnswer;
}

/** The pair of the input with this number. */
export function pair(index: number, {label, primary, candidate}: Sides): Pair {
	const whole = (side: OutputTensor | VersionAnswer): VersionAnswer => ('outputs' in side ? side : answer(side));
	const input = {index, where: `digits.jsonl:${index + 1}`, body: `{"inputs":[${index}]}`, label};
	return {input, primary: whole(primary), candidate: whole(candidate)};
}

export function pairs(count: number, sides: (index: number) => Sides): readonly Pair[] {
	return Array.from({length: count}, (_, index) => pair(index, sides(index)));
}
