import {isRecord} from '../objects/object.ts';
import type {Step, StepOf} from './step.ts';

/** The steps that a daemon performs for others. */
type ExecutableType =
	| 'set-weight'
	| 'wait-weights'
	| 'send-all-to'
	| 'probe'
	| 'replace-spec'
	| 'restore-spec'
	| 'wait-serving'
	| 'label-version'
	| 'delete-version';

type IsMeant = (value: unknown) => boolean;

/** Longer than any name, hash or uid. */
const mostCharacters = 1000;
const mostCompanions = 20;
/** Rule: Istio, HTTPRouteDestination.weight is an int32. */
const largestWeight = 2 ** 31 - 1;

const text: IsMeant = value => typeof value === 'string' && value.length <= mostCharacters;
const flag: IsMeant = value => typeof value === 'boolean';
const weight: IsMeant = value => value === null || (Number.isInteger(value) && within(Number(value), largestWeight));
const resource: IsMeant = value =>
	isRecord(value) && ['group', 'version', 'plural', 'kind'].every(key => text(value[key]));
const target: IsMeant = value =>
	isRecord(value) &&
	resource(value['resource']) &&
	text(value['namespace']) &&
	text(value['name']) &&
	text(value['uid']);
const targets: IsMeant = value => Array.isArray(value) && value.length <= mostCompanions && value.every(target);
const texts: IsMeant = value => Array.isArray(value) && value.length <= mostCompanions && value.every(text);
const ifGiven =
	(isMeant: IsMeant): IsMeant =>
	value =>
		value === undefined || isMeant(value);
const oneOf =
	(...words: readonly string[]): IsMeant =>
	value =>
		words.some(word => word === value);
/** What is made by the step has no uid yet. */
const place: IsMeant = value => isRecord(value) && target({uid: '', ...value});

const shapes: {
	readonly [Type in ExecutableType]: {readonly [Key in keyof Required<Omit<StepOf<Type>, 'type'>>]: IsMeant};
} = {
	'set-weight': {app: text, version: text, target: place, weight, change: text},
	'wait-weights': {app: text},
	'send-all-to': {app: text, versions: texts, candidate: text},
	probe: {app: text, version: text, when: oneOf('before-replacing', 'before-removal', 'after')},
	'replace-spec': {
		app: text,
		primary: target,
		candidate: target,
		candidateSpec: text,
		primarySpec: text,
		version: ifGiven(text),
	},
	'restore-spec': {
		app: text,
		primary: target,
		primarySpec: text,
		spec: text,
		version: ifGiven(text),
		as: oneOf('abort', 'undo'),
		rollout: text,
	},
	'wait-serving': {primary: target, spec: oneOf('new', 'restored', 'old', 'own'), rollout: ifGiven(text)},
	'label-version': {primary: target, primarySpec: text, version: ifGiven(text)},
	'delete-version': {
		app: text,
		target,
		companions: targets,
		spec: ifGiven(text),
		primary: ifGiven(target),
		primarySpec: ifGiven(text),
		isAwaited: flag,
	},
};

/** Whether a step is one that a daemon performs, with all that it needs: whoever may write a record may have written anything there. */
export function isExecutableStep(step: Step): boolean {
	if (!Object.hasOwn(shapes, step.type)) return false;
	const values: Readonly<Record<string, unknown>> = {...step};
	return Object.entries<IsMeant>(shapes[step.type as ExecutableType]).every(([key, isMeant]) => isMeant(values[key]));
}

function within(number: number, largest: number): boolean {
	return number >= 0 && number <= largest;
}
