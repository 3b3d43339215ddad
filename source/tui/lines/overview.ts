import type {AppInfo, VersionInfo} from '../../info/app.ts';
import type {PodInfo} from '../../info/describe-pod.ts';
import type {Snapshot} from '../../info/snapshot.ts';
import type {State} from '../../info/states/state.ts';
import {servingKind, versionObject} from '../../info/version-object.ts';
import {describeUnknown, type AppNumbers} from '../../metrics/numbers.ts';
import {age} from '../../print/age.ts';
import type {VersionTest} from '../../rollout/version-test.ts';
import type {Pods} from '../hooks/use-pods.ts';
import {stateGlyph} from '../theme.ts';
import {plain, wrapText, type Line} from './line.ts';
import {branches} from './pod-lines.ts';
import {rateChartLines} from './rate-chart.ts';
import {requestLines} from './request-lines.ts';
import {shareLines} from './share-lines.ts';
import {stateLines, toldStates} from './state-lines.ts';
import {versionLines} from './version-lines.ts';
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

function linesWith(app: AppInfo, options: OverviewOptions, {allPods, chartRows, conditions}: Parts): readonly Line[] {
	const {snapshot, numbers, pods, states, width, rows, now} = options;
	const isShown = ({tone}: PodInfo): boolean => allPods || tone === 'bad' || tone === 'waiting';
	const told = toldStates(states);
	const primary = app.versions[0] && versionObject(snapshot, app.versions[0]);
	const isToldOf = ({title, reason}: VersionInfo): boolean =>
		told.some(({version, sentence}) => version === title && sentence.includes(reason));
	const parts = [
		stateLines(told, width, rows > 0 ? Math.floor(rows / 2) : Number.POSITIVE_INFINITY),
		requestLines(app, numbers, width, now),
		unknownLines(app, numbers, width),
		shareLines(app, numbers, width),
		chartRows === 0 ? [] : rateChartLines(app, numbers, {width, rows: chartRows}),
		...app.versions.map(version => {
			const own = pods.byVersion?.get(version.title)?.filter(isShown) ?? [];
			const object = versionObject(snapshot, version);
			const isReasonTold = isToldOf(version);
			return [
				...versionLines(app, version, {...options, object, primary, numbers: numbers.get(version.title), isReasonTold}),
				...(own.length === 0 ? [] : branches(own, width, now)),
			];
		}),
		routesInForce(app),
		conditions ? conditionsOf(app, snapshot, width, now) : [],
	];
	return parts.filter(lines => lines.length > 0).flatMap((lines, index) => (index === 0 ? lines : [[], ...lines]));
}

function routesInForce({routes}: AppInfo): readonly Line[] {
	return routes
		.filter(({isInForce, refusal}) => isInForce && refusal === undefined)
		.map(({kind, name}) => [
			{text: ' '},
			{text: `${stateGlyph.good} `, tone: 'good' as const},
			{text: `route in force: ${kind} ${name}`},
		]);
}

/** The conditions of the versions that are there. */
function conditionsOf(app: AppInfo, snapshot: Snapshot, width: number, now: Date): readonly Line[] {
	const versions = app.versions.filter(version => versionObject(snapshot, version) !== undefined);
	if (versions.length === 0) return [];
	return [plain(' CONDITIONS', 'faint'), ...conditionLines({...app, versions}, snapshot, width, now)];
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
