import {watchLabel} from '../objects/labels.ts';
import {objectWords} from '../ownership/object-words.ts';
import type {Change, Step, StepOf, StepType, Target} from './step.ts';

const imperatives: Readonly<Record<Change, string>> = {
	created: 'create',
	configured: 'configure',
	annotated: 'set',
	unchanged: 'keep',
};

const outcomes = {
	new: 'serves its new spec',
	restored: 'serves its restored spec',
	old: 'serves its old spec again',
	own: 'serves its spec',
} as const;

const descriptions: {readonly [Type in StepType]: (step: StepOf<Type>) => string} = {
	'apply-object': ({target, change}) => `${imperatives[change]} ${targetWords(target)}`,
	'apply-route': ({target, change}) => `${imperatives[change]} ${targetWords(target)}`,
	'label-object': ({target}) => `label ${targetWords(target)} ${watchLabel}=true`,
	'set-weight': ({version, weight, target, change}) =>
		`${change === 'unchanged' ? 'keep' : 'set'} the weight of ${version} at ${weight ?? 'what its routemap says'} on ${targetWords(target)}`,
	'wait-weights': ({app}) => `wait until the route of ${app} has the weights`,
	'send-all-to': ({versions}) => `send all requests to ${versions.join(' and ')}`,
	'create-version': ({target}) => `create ${targetWords(target)}`,
	'wait-ready': ({target}) => `wait until ${target.name} can take requests`,
	probe: ({version, when}) => `send an inference to ${version}${when === 'before-replacing' ? ' first' : ''}`,
	'replace-spec': ({primary, candidate}) => `replace the spec of ${targetWords(primary)} by that of ${candidate.name}`,
	'restore-spec': ({primary, as}) =>
		as === 'abort'
			? `restore the spec that ${targetWords(primary)} had before the promotion`
			: `restore an earlier spec of ${targetWords(primary)}`,
	'wait-serving': ({primary, spec}) => `wait until ${primary.name} ${servingWords(spec)}`,
	'label-version': ({primary, version}) =>
		`label ${targetWords(primary)} as version ${version ?? '<none>'}: its spec is the candidate's already`,
	'delete-version': ({target, companions}) => `delete ${[target, ...companions].map(targetWords).join(' and ')}`,
	'retire-routemap': ({target}) => `retire ${targetWords(target)}`,
	'delete-object': ({target}) => `delete ${targetWords(target)}`,
	'keep-object': ({words}) => `keep ${words}`,
	'release-finalizers': () => 'release the finalizers of its versions',
	'wait-gone': ({target}) => `wait until ${target.name} is gone`,
};

/**
 * What a step does, in the imperative: `replace the spec of inferenceservice models/wisdom-0 by that of wisdom-1`. Throws an Error
 * for what is no step.
 */
export function describeStep(step: Step): string {
	if (!Object.hasOwn(descriptions, step.type)) throw new Error(`there is no step ${step.type}`);
	const describe = descriptions[step.type] as (step: Step) => string;
	return describe(step);
}

/** What a primary does that was waited for. */
export function servingWords(spec: StepOf<'wait-serving'>['spec']): string {
	return outcomes[spec];
}

/** A target as plans and refusals name it: `inferenceservice models/wisdom-0`. */
export function targetWords({resource, namespace, name}: Target): string {
	return objectWords({kind: resource.kind, metadata: {name, namespace}});
}
