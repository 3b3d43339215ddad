import {distanceOf} from './distance.ts';
import {ruleFor, type OutputTensor, type Rule, type RuleSettings} from './output.ts';

/** What two answers to the same request have in common, output by output. */
export interface OutputComparison {
	readonly output: string;
	/** Undefined when the contract differs, or only one version has it, so that no values were compared. */
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
 * since no caller of the primary reads it; each other difference of names, datatypes or shapes is a disagreement. One that answers
 * need not have is a disagreement where either lacks it.
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
			.map(({name, isLoose}) =>
				isLoose ? uncompared(name, undefined) : {...uncompared(name, 'new'), agrees: true, distance: 0},
			),
	];
	return {
		agrees: outputs.every(({agrees}) => agrees),
		distance: outputs.reduce((farthest, {distance}) => Math.max(farthest, distance), 0),
		outputs,
	};
}

/** Compares an output of the primary with the candidate's of the same name; undefined where it has none. */
export function compareOutput(
	primary: OutputTensor,
	candidate: OutputTensor | undefined,
	settings: RuleSettings,
): OutputComparison {
	const {name} = primary;
	if (candidate === undefined) return uncompared(name, primary.isLoose ? undefined : 'missing');
	const isLoose = primary.isLoose && candidate.isLoose;
	if (candidate.datatype !== primary.datatype && !isLoose) return uncompared(name, 'datatype');
	if (candidate.shape.join() !== primary.shape.join()) return uncompared(name, 'shape');
	// Where 4 stands for 4.0 in one of the answers, the other one tells what they are.
	const datatype = isLoose && candidate.datatype === 'FP64' ? 'FP64' : primary.datatype;
	const rule = ruleFor({...primary, datatype}, settings);
	return {output: name, rule: rule.kind, ...distanceOf(primary, candidate, rule), contract: undefined};
}

function uncompared(output: string, contract: OutputComparison['contract']): OutputComparison {
	return {output, rule: undefined, agrees: false, distance: 1, contract};
}
