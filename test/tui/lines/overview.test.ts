import {expect, test} from 'vitest';
import type {AppInfo} from '../../../source/info/app.ts';
import type {Snapshot} from '../../../source/info/snapshot.ts';
import {nothingMeasured, type AppNumbers, type Unknown} from '../../../source/metrics/numbers.ts';
import {defaultLeaderSettings} from '../../../source/objects/leader-settings.ts';
import {textOf} from '../../../source/tui/lines/line.ts';
import {appTitle, overviewLines} from '../../../source/tui/lines/overview.ts';
import {statesWhenLed} from '../../helpers/states.ts';
import {appInfo, versionInfo} from '../apps.ts';
import {noon} from '../session.ts';

const noPods = {byVersion: undefined, error: undefined};

const snapshot: Snapshot = {
	routemaps: [],
	applications: () => undefined,
	routes: () => undefined,
	recordOf: () => undefined,
	leases: [],
	hiddenLeases: [],
	settingsIn: () => defaultLeaderSettings,
	missingKinds: [],
};

const ours = {isForeign: false, refusal: undefined, rejection: undefined};

const app = appInfo('wisdom', {
	createdAt: '2026-01-01T11:00:00Z',
	versions: [
		versionInfo({
			phase: 'updating',
			reason: 'Ready is Unknown',
			since: '2026-01-01T11:59:40Z',
			heldUntil: '2026-01-01T12:00:10Z',
		}),
		versionInfo({
			name: 'wisdom-1',
			role: 'candidate',
			phase: 'absent',
			weight: 0,
			requests: 'none',
			kind: 'Deployment',
		}),
	],
	routes: [
		{
			template: 'canary',
			kind: 'VirtualService',
			name: 'wisdom',
			exists: true,
			isInForce: false,
			lag: 'VirtualService wisdom differs from what routing template canary renders now',
			...ours,
		},
		{
			template: 'other',
			kind: 'VirtualService',
			name: 'missing',
			exists: false,
			isInForce: false,
			lag: 'VirtualService missing of routing template other does not exist',
			...ours,
		},
	],
});

test('all that is known of an app is told, also of versions that are not there', () => {
	const lines = overviewLines(app, {
		snapshot,
		numbers: new Map(),
		pods: noPods,
		states: statesWhenLed(app),
		tests: undefined,
		width: 76,
		rows: 20,
		now: noon,
	});
	expect(lines.map(line => textOf(line).trimEnd()).join('\n')).toBe(`\
 ✖ VirtualService missing of routing template other does not exist
   E to see what the daemon says
 ⚠ VirtualService wisdom differs from what routing template canary renders
   now
   E to see what the daemon says

 REQUESTS               VERSION   STATE       FOR  RATE  ERRORS   P95
 none                   wisdom-1  · absent          –/s     – %  – ms
 everything ─────────▶  wisdom-0  ◐ updating  20s   –/s     – %  – ms

 ◐ wisdom-0  primary
   Ready is Unknown (20s); counts as available for another 10s

 · wisdom-1  candidate · Deployment`);
});

function overviewOf(numbers: AppNumbers): string {
	const versions = [versionInfo(), versionInfo({name: 'wisdom-1', role: 'candidate', requests: 'traffic: test'})];
	const lines = overviewLines(appInfo('wisdom', {versions}), {
		snapshot,
		numbers,
		states: [],
		pods: noPods,
		tests: undefined,
		width: 76,
		rows: 20,
		now: noon,
	});
	return lines.map(line => textOf(line).trimEnd()).join('\n');
}

test('numbers say how many requests they rest on, and what is of a test says so', () => {
	const counts = {requests: 12_345, failed: 67, statuses: {'200': 12_278, '503': 67}};
	const figures = {requestsPerSecond: 50.4, errorShare: 0.005, p50Ms: 3, p95Ms: 12};
	const basis = {count: 20, at: new Date(noon.getTime() - 40_000)};
	const numbers: AppNumbers = new Map([
		['wisdom-0', {...nothingMeasured, ...figures, counts}],
		['wisdom-1', {...nothingMeasured, requestsPerSecond: 0, errorShare: 0, p95Ms: 62, test: basis}],
	]);
	expect(overviewOf(numbers)).toBe(`\
 REQUESTS                  VERSION   STATE    RATE  ERRORS    P95
 traffic: test ─────────▶  wisdom-1  ✔ ready   0/s     0 %  62 ms
 everything ────────────▶  wisdom-0  ✔ ready  50/s   0.5 %  12 ms

 share  wisdom-0 ██████████████████████████████   100 %
        wisdom-1 ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░     0 %

 ✔ wisdom-0  primary · 12,345 requests, 67 failed

 ✔ wisdom-1  candidate · errors and p95 of a test, n=20, 40s ago`);
});

test('a candidate has the counts of all that had its name, and they are told so', () => {
	const counts = {requests: 10_342, failed: 1, statuses: {'200': 10_341, '503': 1}};
	const told = (count: typeof counts) =>
		overviewOf(new Map([['wisdom-1', {...nothingMeasured, counts: count}]]))
			.split('\n')
			.at(-1);
	expect(told(counts)).toBe(' ✔ wisdom-1  candidate · 10,342 requests, 1 failed under this name');
	expect(told({...counts, requests: 0, failed: 0})).toBe(' ✔ wisdom-1  candidate · 0 requests, 0 failed');
});

test('why there are no numbers is told once for versions of one reason', () => {
	const host = 'modelmesh-serving.models.svc.cluster.local';
	const unknown = (reason: Unknown) => ({...nothingMeasured, unknown: reason});
	const shared = unknown({kind: 'shared-service', host});
	expect(
		overviewOf(
			new Map([
				['wisdom-0', shared],
				['wisdom-1', shared],
			]),
		),
	).toBe(`\
 REQUESTS                  VERSION   STATE    RATE  ERRORS   P95
 traffic: test ─────────▶  wisdom-1  ✔ ready   –/s     – %  – ms
 everything ────────────▶  wisdom-0  ✔ ready   –/s     – %  – ms

 no numbers: requests of several versions go to
 modelmesh-serving.models.svc.cluster.local, which the gateway counts as
 one

 ✔ wisdom-0  primary

 ✔ wisdom-1  candidate`);
	expect(overviewOf(new Map([['wisdom-1', unknown({kind: 'no-route'})]]))).toContain(
		'\n no numbers of wisdom-1: no route sends it requests\n',
	);
});

test('of what has not begun yet it is told how to begin', () => {
	const absent = {phase: 'absent', reason: 'it does not exist', requests: 'none'} as const;
	const candidate = versionInfo({...absent, name: 'wisdom-1', role: 'candidate'});
	const told = (primary: AppInfo['versions'][number]) =>
		overviewLines(appInfo('wisdom', {versions: [primary, candidate]}), {
			snapshot,
			numbers: new Map(),
			pods: noPods,
			tests: undefined,
			states: [],
			width: 76,
			rows: 20,
			now: noon,
		})
			.map(line => textOf(line).trim())
			.filter(line => line.startsWith('it does not exist'));
	expect(told(versionInfo())).toEqual(['it does not exist; d deploys one']);
	expect(told(versionInfo(absent))).toEqual(['it does not exist', 'it does not exist']);
});

test('the title says no more than is known', () => {
	expect(appTitle(app, snapshot, noon)).toBe('wisdom ── canary · since 60m');
	expect(appTitle(appInfo('fox'), snapshot, noon)).toBe('fox ── canary');
});
