import {planWeights} from '../../../actions/weights/set-weights.ts';
import {knownRoutemap} from '../../../info/known-routemap.ts';
import {formatShare} from '../../../print/figures.ts';
import {displayWidth} from '../../../print/width.ts';
import {ownWeight} from '../../../routemap/assess/weights.ts';
import {weightingOf, type Weighting} from '../../../runner/weights/weighted-versions.ts';
import {drawable, fit} from '../../fit.ts';
import {bar} from '../../lines/figures.ts';
import type {Line} from '../../lines/line.ts';
import type {Flow, Form, Known} from '../flow.ts';
import {valueOf, type Faults, type Values} from '../form/field.ts';
import {hanging} from '../lines/hanging.ts';
import {planWork} from './plan-work.ts';
import {appCommand, contextOf, referenceOf, type AppSubject} from './subject.ts';

const widestName = 24;
const widestBar = 40;

/** A version that has a weight of its own. */
interface Weighted {
	/** Its place among the versions, and the name of its field. */
	readonly index: number;
	readonly name: string;
	/** What it has while it is available. */
	readonly before: number;
}

interface Weights extends Weighting {
	readonly versions: readonly Weighted[];
}

export function weightsFlow(subject: AppSubject): Flow {
	const {info} = subject;
	return {
		title: `Change the weights of ${info.name}`,
		form: async () => weightsForm(subject),
		async propose(values, stopping) {
			const context = contextOf(subject, stopping);
			const wanted = numbersOf(readWeights(subject), values);
			const plan = await planWeights(context, info.name, wanted);
			return {
				warnings: plan.warnings,
				job: {
					action: 'weights',
					app: referenceOf(info),
					command: appCommand(subject, {name: 'weights', arguments: wanted.map(String)}),
					...planWork(context, plan),
					stopping,
				},
			};
		},
	};
}

/** Throws an Error when there is nothing to change. */
function readWeights({info, snapshot}: AppSubject): Weights {
	const configMap = snapshot?.routemaps.find(
		({metadata}) => metadata.name === info.routemap && (metadata.namespace ?? 'default') === info.namespace,
	);
	const known = configMap && knownRoutemap(configMap);
	if (!snapshot || !known)
		throw new Error(`the routemap of ${info.name} is not known: wait until it is, or initialize the app`);
	if ('error' in known) throw known.error;
	const {routemap} = known;
	const {types} = snapshot.settingsIn(info.namespace);
	const weighting = weightingOf(routemap, types);
	const versions = weighting.indices.map(index => {
		const version = routemap.versions[index];
		const before = version && ownWeight(version, snapshot.applications, types);
		return {index, name: info.versions[index]?.name ?? `version ${index}`, before: before ?? 1};
	});
	if (versions.length > 0) return {...weighting, versions};
	throw new Error(
		`${info.name} has no weights to change: under its strategy, ${info.strategy}, which version answers does not depend on them`,
	);
}

function weightsForm(subject: AppSubject): Form {
	const weights = readWeights(subject);
	return {
		fields: () => weights.versions.map(({index, name}) => ({name: String(index), label: name, isNumber: true})),
		initial: Object.fromEntries(weights.versions.map(({index, before}) => [String(index), String(before)])),
		check: values => faultsOf(weights, values),
		view: (values, {info}, width) => viewOf(weights, values, info ?? subject.info, width),
	};
}

function numbersOf({versions}: Weights, values: Values): readonly number[] {
	return versions.map(({index}) => Number(valueOf(values, String(index))));
}

function faultsOf(weights: Weights, values: Values): Faults {
	const {versions, largest, isMirror} = weights;
	const faults = versions.flatMap(({index}) => {
		const text = valueOf(values, String(index)).trim();
		const isWeight = /^\d{1,10}$/.test(text) && Number(text) <= largest;
		return isWeight ? [] : [[String(index), `give a whole number from 0 to ${largest}`] as const];
	});
	const isNothing = faults.length === 0 && !isMirror && numbersOf(weights, values).every(weight => weight === 0);
	const [first] = versions;
	return Object.fromEntries(
		isNothing && first ? [[String(first.index), 'one weight must be above 0: requests have to go somewhere']] : faults,
	);
}

/** What each version would get, as bars. */
function viewOf(weights: Weights, values: Values, info: Known['info'], width: number): readonly Line[] {
	if (Object.keys(faultsOf(weights, values)).length > 0) return [];
	const {versions, isMirror} = weights;
	const numbers = numbersOf(weights, values);
	const total = isMirror ? 100 : numbers.reduce((sum, weight) => sum + weight, 0);
	const names = Math.min(widestName, Math.max(...versions.map(({name}) => displayWidth(drawable(name)))));
	const room = Math.max(4, Math.min(widestBar, width - names - 12));
	return [
		[{text: isMirror ? ' Part of the requests that is copied' : ' Share of the requests', isBold: true}],
		...versions.flatMap(({index, name}, place): readonly Line[] => {
			const share = (numbers[place] ?? 0) / total;
			const version = info?.versions[index];
			return [
				[
					{text: ` ${fit(name, names)} `},
					{text: bar(share, room), tone: index === 0 ? 'good' : 'waiting'},
					{text: ` ${formatShare(share)}`},
				],
				...(version?.isAvailable === false
					? hanging('   ⚠ ', `gets nothing until it is available: ${version.reason}`, width, 'waiting')
					: []),
			];
		}),
	];
}
