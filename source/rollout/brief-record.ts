import type {KubeObject} from '../objects/object.ts';
import {parseRecord, recordData} from './record.ts';
import type {Step} from './step.ts';

/** Characters of a step. Of ours only one that creates an object has more, which nobody is told of. */
const mostStepCharacters = 4000;

/**
 * The ConfigMap of a record with no more than is told of it to who only looks: of its steps the one that is next and what is
 * deleted, without what they came to. A thousand apps have a thousand records, and whoever writes ConfigMaps may have written 1 MiB
 * into each.
 */
export function briefRecord(configMap: KubeObject): KubeObject {
	const {data: _, binaryData: _binaryData, ...rest} = configMap;
	const record = parseRecord(configMap);
	if (!record) return rest;
	const {id, action, startedAt, executor} = record;
	const isTold = ({type}: Step, index: number): boolean => index === record.step || type === 'delete-version';
	const steps = record.steps.map((step, index) =>
		isTold(step, index) ? briefStep(step) : ({type: ''} as unknown as Step),
	);
	const texts = {
		id: short(id),
		action: short(action),
		startedAt: short(startedAt),
		...(executor && {executor: {...executor, name: short(executor.name), renewedAt: short(executor.renewedAt)}}),
	};
	return {...rest, data: recordData({...record, ...texts, steps, results: [], words: ''})};
}

function briefStep(step: Step): Step {
	const {object: _, ...brief} = step as Step & {readonly object?: unknown};
	return (JSON.stringify(brief).length > mostStepCharacters ? {type: ''} : brief) as unknown as Step;
}

function short(text: string): string {
	return text.slice(0, 200);
}
