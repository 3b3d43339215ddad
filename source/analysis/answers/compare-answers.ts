import {distanceOf} from './distance.ts';
import {ruleFor, type OutputTensor, type Rule, type RuleSettings} from './output.ts';

/** What two answers to the same request have in common, output by output. */
export interface OutputComparison {
	readonly output: string;
	/** Undefined when the contract differs, so that no values were compared. */
	readonly rule: Rule['kind'] | undefined;
	readonly agrees: boolean;
	/** From 0, the same, to 1. */
	readonly distance: number;
	/** How the outputs differ in what callers rely on. */
	readonly contract: 'missing' | 'new' | 'datatype' | 'shape' | undefined;
}

export interface AnswerComparison {
	readonly agrees: boolean;
	/** The largest of its outputs. */
	readonly distance: number;
	readonly outputs: readonly OutputComparison[];
}

/**
 * Compares the outputs of both versions' answers by name. An output that only the candidate has is told and does not count,
 * since no caller of the primary reads it; each other difference of names, datatypes or shapes is a disagreement.
 */
export function compareAnswers(
	primary: readonly OutputTensor[],
	candidate: readonly OutputTensor[],
	settings: RuleSettings,
): AnswerComparison {
	const others = new Map(candidate.map(output => [output.name, output]));
	const known = new Set(primary.map(({name}) => name));
	const outputs = [
		...primary.map(output => compareOutput(output, others.get(output.name), settings)),
		...candidate
			.filter(({name}) => !known.has(name))
			.map(({name}) => ({...contractOf(name, 'new'), agrees: true, distance: 0})),
	];
	return {
		agrees: outputs.every(({agrees}) => agrees),
		distance: Math.max(0, ...outputs.map(({distance}) => distance)),
		outputs,
	};
}

function compareOutput(
	primary: OutputTensor,
	candidate: OutputTensor | undefined,
	settings: RuleSettings,
): OutputComparison {
	const {name} = primary;
	if (candidate === undefined) return contractOf(name, 'missing');
	if (candidate.datatype !== primary.datatype) return contractOf(name, 'datatype');
	if (candidate.shape.join() !== primary.shape.join()) return contractOf(name, 'shape');
	const rule = ruleFor(primary, settings);
	return {output: name, rule: rule.kind, ...distanceOf(primary, candidate, rule), contract: undefined};
}

function contractOf(output: string, contract: NonNullable<OutputComparison['contract']>): OutputComparison {
	return {output, rule: undefined, agrees: false, distance: 1, contract};
}
