import type {AppInfo, VersionInfo} from '../../info/app.ts';
import type {PodInfo} from '../../info/describe-pod.ts';
import type {Snapshot} from '../../info/snapshot.ts';
import {countsWeights} from '../../info/states/permits.ts';
import {isWrong, severityTone, type State} from '../../info/states/state.ts';
import {servingKind, versionObject} from '../../info/version-object.ts';
import {modelFormatOf} from '../../kserve/served-name.ts';
import {describeUnknown, type AppNumbers, type VersionNumbers} from '../../metrics/numbers.ts';
import type {KubeObject} from '../../objects/object.ts';
import {age} from '../../print/age.ts';
import {evidenceOf} from '../../rollout/evidence.ts';
import type {VersionTest} from '../../rollout/version-test.ts';
import {hashOf} from '../../runner/replace/spec-hash.ts';
import type {Pods} from '../hooks/use-pods.ts';
import {phaseStyle, stateGlyph} from '../theme.ts';
import {adviceWords} from './advice-words.ts';
import {plain, wrapText, type Line} from './line.ts';
import {branches} from './pod-lines.ts';
import {rateChartLines} from './rate-chart.ts';
import {requestLines} from './request-lines.ts';
import {shareLines} from './share-lines.ts';
import {conditionLines} from './views.ts';

interface OverviewOptions {
	readonly snapshot: Snapshot;
	readonly numbers: AppNumbers;
	readonly pods: Pods;
	/** What was tested of the app; undefined until that is known. */
	readonly tests: readonly VersionTest[] | undefined;
	readonly states: readonly State[];
	readonly width: number;
	/** How many lines there is room for: what tells least is left out where they are too few. */
	readonly rows: number;
	readonly now: Date;
}

/** Title of an app's pane: `wisdom ── canary · kserve (Knative) · since 3d`. */
export function appTitle({name, strategy, versions, createdAt}: AppInfo, snapshot: Snapshot, now: Date): string {
	const object = versions[0] && versionObject(snapshot, versions[0]);
	const facts = [
		strategy,
		...(object ? [servingKind(object)] : []),
		...(createdAt === undefined ? [] : [`since ${age(createdAt, now)}`]),
	];
	return `${name} ── ${facts.join(' · ')}`;
}

/** All about an app: where its requests go, how much each version gets, what the versions are, and what is wrong. */
export function overviewLines(app: AppInfo, options: OverviewOptions): readonly Line[] {
	let shown = linesWith(app, options, leastShown);
	let parts = leastShown;
	for (const more of inOrder) {
		const longer = linesWith(app, options, {...parts, ...more});
		if (longer.length > options.rows) continue;
		shown = longer;
		parts = {...parts, ...more};
	}

	return shown;
}

/** What an overview has where there is room. */
interface Parts {
	/** Or those alone that do not run well. */
	readonly allPods: boolean;
	/** Rows of each version's chart; 0 for none. */
	readonly chartRows: number;
	readonly conditions: boolean;
}

const leastShown: Parts = {allPods: false, chartRows: 0, conditions: false};
/** What tells most first. */
const inOrder: readonly Partial<Parts>[] = [{chartRows: 2}, {allPods: true}, {chartRows: 4}, {conditions: true}];

function linesWith(
	app: AppInfo,
	{snapshot, numbers, pods, tests, states, width, now}: OverviewOptions,
	{allPods, chartRows, conditions}: Parts,
): readonly Line[] {
	const isShown = ({tone}: PodInfo): boolean => allPods || tone === 'bad' || tone === 'waiting';
	const told = states.filter(isTold);
	const isToldOf = ({title, reason}: VersionInfo): boolean =>
		told.some(({version, sentence}) => version === title && sentence.includes(reason));
	const parts = [
		told.flatMap(state => stateLines(state, width)),
		requestLines(app, numbers, width, now),
		unknownLines(app, numbers, width),
		shareLines(app, numbers, width),
		chartRows === 0 ? [] : rateChartLines(app, numbers, {width, rows: chartRows}),
		...app.versions.map(version => {
			const own = pods.byVersion?.get(version.title)?.filter(isShown) ?? [];
			const object = versionObject(snapshot, version);
			return [
				...versionLines(version, {
					object,
					hasWeight: countsWeights(app),
					numbers: numbers.get(version.title),
					next: nextStep(app, version),
					isReasonTold: isToldOf(version),
					width,
					now,
				}),
				...testedLine(version, object, tests, now),
				...(own.length === 0 ? [] : branches(own, width, now)),
			];
		}),
		app.routes
			.filter(({isInForce, refusal}) => isInForce && refusal === undefined)
			.map(({kind, name}) => [
				{text: ' '},
				{text: `${stateGlyph.good} `, tone: 'good' as const},
				{text: `route in force: ${kind} ${name}`},
			]),
		conditions ? conditionsOf(app, snapshot, width, now) : [],
	];
	return parts.filter(lines => lines.length > 0).flatMap((lines, index) => (index === 0 ? lines : [[], ...lines]));
}

/** The conditions of the versions that are there. */
function conditionsOf(app: AppInfo, snapshot: Snapshot, width: number, now: Date): readonly Line[] {
	const versions = app.versions.filter(version => versionObject(snapshot, version) !== undefined);
	if (versions.length === 0) return [];
	return [plain(' CONDITIONS', 'faint'), ...conditionLines({...app, versions}, snapshot, width, now)];
}

/** What is told above all else: what is wrong, what is under way in the app, what is good to know; of a version alone its own line tells. */
function isTold(state: State): boolean {
	return isWrong(state) || state.severity === 'note' || state.kind === 'rollout-under-way';
}

const marks = {broken: '✖', warning: '⚠', waiting: '◌', good: '✔', note: '·'} as const;

function stateLines({severity, sentence, advised}: State, width: number): readonly Line[] {
	const tone = severityTone[severity];
	const told = wrapText(sentence, width - 4).map((line, index): Line => [
		{text: index === 0 ? ` ${marks[severity]} ` : '   ', tone},
		{text: line},
	]);
	if (advised.length === 0) return told;
	return [...told, ...wrapText(adviceWords(advised), width - 4).map(line => plain(`   ${line}`, 'faint'))];
}

/** What comes next where nothing is wrong: something has not begun yet. */
function nextStep({versions}: AppInfo, {role, phase, kind}: VersionInfo): string {
	const isNext = role === 'candidate' && phase === 'absent' && kind === 'InferenceService';
	return isNext && versions[0]?.phase !== 'absent' ? '; d deploys one' : '';
}

interface VersionOptions {
	readonly object: KubeObject | undefined;
	/** Whether its weight means anything. */
	readonly hasWeight: boolean;
	readonly numbers: VersionNumbers | undefined;
	/** What to do about it, as an end to the reason. */
	readonly next: string;
	/** Whether the reason is told above. */
	readonly isReasonTold: boolean;
	readonly width: number;
	readonly now: Date;
}

function versionLines(
	version: VersionInfo,
	{object, hasWeight, numbers, next, isReasonTold, width, now}: VersionOptions,
): readonly Line[] {
	const {name, role, kind, phase, weight, reason, storageUri, createdAt, since, heldUntil} = version;
	const {glyph, tone} = phaseStyle[phase];
	const format = object && modelFormatOf(object);
	const facts = [
		role,
		...(version.label === undefined ? [] : [version.label]),
		...(kind === 'InferenceService' ? [] : [kind]),
		...(hasWeight ? [`weight ${weight}`] : []),
		...(createdAt === undefined ? [] : [`${age(createdAt, now)} old`]),
		...basisOf(numbers, now),
	];
	const model = [format, storageUri].filter(text => text !== undefined).join(' · ');
	const held = heldUntil === undefined ? '' : `; counts as available for another ${until(heldUntil, now)}`;
	const sinceWords = since === undefined ? '' : ` (${age(since, now)})`;
	return [
		[{text: ' '}, {text: `${glyph} `, tone}, {text: name, isBold: true}, {text: `  ${facts.join(' · ')}`}],
		...(model === '' ? [] : [[{text: `   ${model}`, tone: 'faint' as const}]]),
		...(reason === '' || isReasonTold
			? []
			: wrapText(`${reason}${sinceWords}${held}${next}`, width - 4).map(line => plain(`   ${line}`, tone))),
	];
}

/** What was tested of a candidate that can be promoted, as it is now. */
function testedLine(
	{role, phase, title}: VersionInfo,
	object: KubeObject | undefined,
	tests: readonly VersionTest[] | undefined,
	now: Date,
): readonly Line[] {
	if (role !== 'candidate' || phase !== 'ready' || !object || !tests) return [];
	const judged = {name: title, uid: object.metadata.uid, spec: knownHash(object)};
	const {words, isGood} = evidenceOf(tests, judged, now);
	return [plain(`   ${words}`, isGood ? 'good' : 'waiting')];
}

const hashes = new WeakMap<KubeObject, string>();

/** The screen is drawn every second, and the object is the same until it changes. */
function knownHash(object: KubeObject): string {
	const hash = hashes.get(object) ?? hashOf(object);
	hashes.set(object, hash);
	return hash;
}

const whole = new Intl.NumberFormat('en');

/** How much the figures rest on. */
function basisOf(numbers: VersionNumbers | undefined, now: Date): readonly string[] {
	const {counts, test} = numbers ?? {};
	return [
		...(counts ? [`${whole.format(counts.requests)} requests, ${whole.format(counts.failed)} failed`] : []),
		...(test ? [`errors and p95 of a test, n=${test.count}, ${age(test.at.toISOString(), now)} ago`] : []),
	];
}

/** Why there are no numbers of some versions that are there, each reason once. */
function unknownLines({versions}: AppInfo, numbers: AppNumbers, width: number): readonly Line[] {
	const reasons = versions.flatMap(({title, phase}) => {
		const unknown = numbers.get(title)?.unknown;
		return unknown && phase !== 'absent' ? [{title, words: describeUnknown(unknown)}] : [];
	});
	return [...Map.groupBy(reasons, ({words}) => words)].flatMap(([words, all]) => {
		const titles = all.length === versions.length ? '' : ` of ${all.map(({title}) => title).join(', ')}`;
		return wrapText(`no numbers${titles}: ${words}`, width - 2).map(line => plain(` ${line}`, 'faint'));
	});
}

function until(time: string, now: Date): string {
	return `${Math.max(0, Math.ceil((Date.parse(time) - now.getTime()) / 1000))}s`;
}
