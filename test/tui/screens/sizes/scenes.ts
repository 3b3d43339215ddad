import type {AppInfo, VersionInfo} from '../../../../source/info/app.ts';
import type {PodInfo} from '../../../../source/info/describe-pod.ts';
import type {VersionNumbers} from '../../../../source/metrics/numbers.ts';
import type {KubeObject} from '../../../../source/objects/object.ts';
import type {Model} from '../../../../source/tui/screens/model.ts';
import type {Ui} from '../../../../source/tui/state/ui.ts';
import {appInfo, versionInfo} from '../../apps.ts';
import {noon} from '../../session.ts';

/** What differs from a screen on which all is well. */
export type Scene = Omit<Partial<Model>, 'ui'> & {readonly ui?: Partial<Ui>};

/** As long as a name in Kubernetes may be. */
const longName = 'recommendation-two-tower-retrieval-with-transformer-and-ranker';
const longPrimary = `${longName.slice(0, 61)}-0`;
const longCandidate = `${longName.slice(0, 61)}-1`;

const longReason =
	'InferenceService predictor failed to load: FailedToLoad: ModelLoadFailed: RuntimeError: Error(s) in loading state_dict for TwoTower: size mismatch for user_tower.embedding.weight: copying a param with shape torch.Size([1048576, 128]) from checkpoint, the shape in current model is torch.Size([524288, 128])';

/** What a server may put into a status, and no name can be. */
const wideReason =
	'模型加载失败：张量形状不匹配，期望 [1, 64]，得到 [1, 32] 👩‍🔬🔥 — n\u0303o\u0308 suporta à e\u0301poca 🇧🇷\u001B[2J';

function split(name: string, candidate: string, failed: Partial<VersionInfo> = {}): readonly VersionInfo[] {
	const old = {createdAt: '2025-12-29T12:00:00Z', since: '2025-12-29T12:10:00Z'};
	const young = {createdAt: '2026-01-01T11:53:00Z', since: '2026-01-01T11:54:00Z'};
	return [
		versionInfo({...old, name, label: 'v41', weight: 90, ownWeight: 90, requests: 'everything (90 %)'}),
		versionInfo({
			...young,
			name: candidate,
			label: 'v42',
			role: 'candidate',
			weight: 10,
			ownWeight: 10,
			requests: 'everything (10 %)',
			...failed,
		}),
	];
}

function failing(reason: string): Partial<VersionInfo> {
	return {
		phase: 'failed',
		isAvailable: false,
		cause: 'failed',
		reason,
		weight: 0,
		requests: 'none',
		reachedBy: 'nothing',
	};
}

function blueGreen(name: string, versions: readonly VersionInfo[], given: Partial<AppInfo> = {}): AppInfo {
	return appInfo(name, {strategy: 'blue-green', createdAt: '2025-12-29T12:00:00Z', versions, ...given});
}

const fox = blueGreen('fox', split('fox-0', 'fox-1'));
const long = blueGreen(longName, split(longPrimary, longCandidate));
const longFailing = blueGreen(longName, split(longPrimary, longCandidate, failing(longReason)));
const wide = blueGreen('owl', split('owl-0', 'owl-1', {...failing(wideReason), label: '版本四十二'}));
const five = blueGreen('quint', [
	...split('quint-0', 'quint-1', failing(longReason)),
	versionInfo({name: 'quint-2', role: 'candidate', label: 'v43', weight: 5, requests: 'everything (5 %)'}),
	versionInfo({
		name: 'quint-3',
		role: 'candidate',
		label: 'v44',
		...failing('OOMKilled: the container needs more than 2Gi'),
	}),
	versionInfo({
		name: 'quint-4',
		role: 'candidate',
		label: 'v45',
		phase: 'loading',
		isAvailable: false,
		weight: 0,
		cause: 'not-ready',
		reason: 'InferenceService quint-4 is not Ready yet: its model is loading',
		requests: 'none',
		reachedBy: 'nothing',
	}),
]);
const half = blueGreen('fox', split('fox-0', 'fox-1'), {
	halfDone: {candidate: 'fox-1', action: 'promote', isGone: false},
	pastChanges: 1,
});

const fifty: readonly AppInfo[] = [
	{...wide, namespace: 'search'},
	...Array.from({length: 48}, (_, index) =>
		blueGreen(`app-${String(index + 1).padStart(2, '0')}`, split('app-0', 'app-1')),
	),
	{...long, namespace: 'recommendations-production-europe'},
];

function measured(requestsPerSecond: number, errorShare: number, p95Ms: number, requests: number): VersionNumbers {
	const history = Array.from({length: 120}, (_, index) => ({
		at: noon.getTime() - (119 - index) * 5000,
		requestsPerSecond: requestsPerSecond * (0.6 + 0.4 * Math.sin(index / 9) ** 2),
		errorShare: errorShare > 0 && index > 90 && index % 7 === 0 ? errorShare : 0,
		p95Ms: p95Ms * (0.5 + 0.5 * (index / 119) ** 2),
	}));
	const failed = Math.round(requests * errorShare);
	const counts = {requests, failed, statuses: {'200': requests - failed, '503': failed}};
	return {requestsPerSecond, errorShare, p50Ms: p95Ms / 3, p95Ms, history, counts};
}

function numbersOf({versions}: AppInfo): Model['numbers'] {
	const [primary, candidate] = versions;
	return new Map([
		[primary?.title ?? '', measured(118.4, 0, 38, 1_204_812)],
		[candidate?.title ?? '', measured(12.9, 0.031, 212, 4120)],
	]);
}

function pod(name: string, given: Partial<PodInfo> = {}): PodInfo {
	return {
		namespace: 'models',
		name: `${name}-predictor-00001-deployment-6f7c9d5b8-x2k4q`,
		component: 'predictor',
		word: 'Running',
		tone: 'good',
		ready: 2,
		containers: 2,
		restarts: 0,
		reason: '',
		container: 'kserve-container',
		createdAt: '2026-01-01T11:53:00Z',
		...given,
	};
}

const crashing = {word: 'CrashLoopBackOff', tone: 'bad', ready: 1, restarts: 7, reason: wideReason} as const;

const podsOfLong = new Map([
	[
		longPrimary,
		[pod(longPrimary), pod(longPrimary, {name: `${longPrimary}-predictor-00001-deployment-6f7c9d5b8-z9w8v`})],
	],
	[longCandidate, [pod(longCandidate, crashing)]],
]);

function event(at: string, name: string, reason: string, message: string, count = 1): KubeObject {
	return {
		apiVersion: 'v1',
		kind: 'Event',
		metadata: {name: `${name}.${at}`, namespace: 'models'},
		involvedObject: {kind: 'Pod', name},
		reason,
		message,
		type: reason === 'BackOff' ? 'Warning' : 'Normal',
		count,
		lastTimestamp: at,
	};
}

const events = [
	event('2026-01-01T11:59:30Z', longCandidate, 'BackOff', `Back-off restarting failed container: ${wideReason}`, 7),
	event(
		'2026-01-01T11:54:00Z',
		longPrimary,
		'Pulled',
		'Container image "kserve/mlserver:1.6" already present on machine',
	),
];

function chosen(app: AppInfo, given: Scene = {}): Scene {
	const feeds = {events, numbers: undefined, tests: [], error: undefined};
	return {apps: [app], app, total: 1, wrong: 1, feeds, ...given};
}

const inApp = {focus: 'app'} as const;

/** By name: what an operator may find at night. */
export const scenes: Readonly<Record<string, Scene>> = {
	'numbers of ten minutes': chosen(fox, {wrong: 0, numbers: numbersOf(fox), ui: inApp}),
	'names of 63 characters': chosen(long, {wrong: 0, numbers: numbersOf(long), ui: inApp}),
	'a long reason in a list': chosen(longFailing),
	'a long reason': chosen(longFailing, {ui: inApp, pods: {byVersion: podsOfLong, error: undefined}}),
	'a wide reason': chosen(wide, {ui: inApp}),
	'five versions': chosen(five, {ui: inApp}),
	'five versions in a list': chosen(five),
	'half a promotion': chosen(half),
	'fifty apps and no daemon': {
		...chosen(fox),
		apps: fifty,
		app: fifty[20],
		total: 50,
		wrong: 9,
		daemon: undefined,
		place: {context: 'prod', namespace: undefined},
	},
	pods: chosen(longFailing, {ui: {...inApp, view: 'pods'}, pods: {byVersion: podsOfLong, error: undefined}}),
	'a log': chosen(longFailing, {
		ui: {...inApp, view: 'log'},
		pods: {byVersion: podsOfLong, error: undefined},
		logged: {version: longCandidate, ...pod(longCandidate), pod: pod(longCandidate).name, number: 1, total: 3},
		log: {lines: ['INFO loading the model', longReason, wideReason], error: undefined},
	}),
	events: chosen(longFailing, {ui: {...inApp, view: 'events'}, eventsBelow: {events, error: undefined}}),
};
