import {expect, test} from 'vitest';
import type {AppInfo} from '../../../source/info/app.ts';
import type {Snapshot} from '../../../source/info/snapshot.ts';
import {defaultLeaderSettings} from '../../../source/objects/leader-settings.ts';
import {textOf} from '../../../source/tui/lines/line.ts';
import {appTitle, overviewLines} from '../../../source/tui/lines/overview.ts';
import {appInfo, versionInfo} from '../apps.ts';
import {noon} from '../session.ts';

const noPods = {byVersion: undefined, error: undefined};

const snapshot: Snapshot = {
	routemaps: [],
	applications: () => undefined,
	routes: () => undefined,
	leases: [],
	settingsIn: () => defaultLeaderSettings,
	missingKinds: [],
};

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
		{template: 'canary', kind: 'VirtualService', name: 'wisdom', exists: true, isInForce: false},
		{template: 'other', kind: 'VirtualService', name: 'missing', exists: false, isInForce: false},
	],
	warnings: [{kind: 'route', words: 'VirtualService missing of routing template other does not exist'}],
});

test('all that is known of an app is told, also of versions that are not there', () => {
	const lines = overviewLines(app, {snapshot, numbers: new Map(), pods: noPods, width: 76, rows: 99, now: noon});
	expect(lines.map(line => textOf(line).trimEnd()).join('\n')).toBe(`\
 REQUESTS               VERSION   STATE       FOR  RATE  ERRORS   P95
 none                   wisdom-1  · absent          –/s     – %  – ms
 everything ─────────▶  wisdom-0  ◐ updating  20s   –/s     – %  – ms

 ◐ wisdom-0  primary
   Ready is Unknown (20s); counts as available for another 10s

 · wisdom-1  candidate · Deployment

 ⚠ VirtualService missing of routing template other does not exist
 ◌ route out of date: VirtualService wisdom is not what the routemap asks for`);
});

test('of what has not begun yet it is told how to begin', () => {
	const absent = {phase: 'absent', reason: 'it does not exist', requests: 'none'} as const;
	const candidate = versionInfo({...absent, name: 'wisdom-1', role: 'candidate'});
	const told = (primary: AppInfo['versions'][number]) =>
		overviewLines(appInfo('wisdom', {versions: [primary, candidate]}), {
			snapshot,
			numbers: new Map(),
			pods: noPods,
			width: 76,
			rows: 99,
			now: noon,
		})
			.map(line => textOf(line).trim())
			.filter(line => line.startsWith('it does not exist'));
	expect(told(versionInfo())).toEqual(['it does not exist; d deploys one']);
	expect(told(versionInfo(absent))).toEqual([
		'it does not exist: create it, e.g. with kubectl apply',
		'it does not exist',
	]);
});

test('the title says no more than is known', () => {
	expect(appTitle(app, snapshot, noon)).toBe('wisdom ── canary · since 60m');
	expect(appTitle(appInfo('fox'), snapshot, noon)).toBe('fox ── canary');
});
