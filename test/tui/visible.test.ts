import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import type {AppInfo, VersionInfo} from '../../source/info/app.ts';
import {linesOf} from '../../source/tui/columns.ts';
import {visibleLines} from '../../source/tui/visible.ts';

function appOf(versions: number, index: number): AppInfo {
	return {
		namespace: 'models',
		name: `app-${index}`,
		routemap: `app-${index}-routemap`,
		strategy: 'canary',
		state: {word: 'stable', tone: 'good'},
		versions: Array.from({length: versions}, (_, number) => versionOf(`app-${index}-${number}`)),
		routes: [],
		faults: [],
		warnings: [],
		createdAt: undefined,
	};
}

function versionOf(name: string): VersionInfo {
	return {
		name,
		kind: 'InferenceService',
		namespace: 'models',
		role: 'primary',
		label: undefined,
		phase: 'ready',
		isAvailable: true,
		isUpToDate: true,
		reason: '',
		since: undefined,
		heldUntil: undefined,
		weight: 1,
		requests: 'none',
		storageUri: undefined,
		createdAt: undefined,
	};
}

test('what is in view is a piece of all lines, fills the height, and has the chosen app in it whole', () => {
	const many = fc.array(fc.nat(3), {minLength: 1, maxLength: 60});
	fc.assert(
		fc.property(many, fc.nat(59), fc.integer({min: 3, max: 30}), (versions, at, height) => {
			const apps = versions.map(appOf);
			const selected = at % apps.length;
			const all = apps.flatMap(linesOf).map(nameOf);
			const seen = visibleLines(apps, selected, height).map(nameOf);
			expect(seen).toHaveLength(Math.min(height, all.length));
			expect(` ${all.join(' ')} `).toContain(` ${seen.join(' ')} `);
			const [chosen] = apps.slice(selected);
			expect(seen).toEqual(expect.arrayContaining(chosen ? linesOf(chosen).map(nameOf) : []));
		}),
	);
});

function nameOf({app, version}: ReturnType<typeof linesOf>[number]): string {
	return version?.name ?? app.name;
}
