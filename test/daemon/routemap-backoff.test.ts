import {beforeEach, expect, test} from 'vitest';
import {RoutemapBackoff} from '../../source/daemon/routemap-backoff.ts';
import {bounds} from '../../source/routemap/bounds.ts';

let now: number;
let backoff: RoutemapBackoff;

beforeEach(() => {
	now = 1000;
	backoff = new RoutemapBackoff(() => now);
});

/** Rewrites each routemap once a second, as far as it may be read; returns the percentage of a core in the last minute of ten. */
function share(keys: (second: number) => readonly string[], cost: number, isOver: boolean): number {
	let taken = 0;
	for (let second = 0; second < 600; second++, now += 1000) {
		if (second === 540) taken = 0;
		for (const key of keys(second)) {
			if (backoff.waitMs(key) > 0) continue;
			backoff.spent(key, cost, isOver);
			taken += cost;
		}
	}

	return Math.round((taken * 0.0005) / 600);
}

const twenty = Array.from({length: 20}, (_, index) => `team-a/hog-${index}`);

test('a routemap of usual cost never waits, though it changes thirty times a second', () => {
	for (let turn = 0; turn < 1000; turn++, now += 30) {
		backoff.spent('models/wisdom', 1200, false);
		expect(backoff.waitMs('models/wisdom')).toBe(0);
	}
});

test('one that goes over its bounds waits longer each time, up to 5 minutes', () => {
	const waits = Array.from({length: 11}, () => {
		backoff.spent('team-a/hog', 0, true);
		const waitMs = backoff.waitMs('team-a/hog');
		now += waitMs;
		return waitMs / 1000;
	});
	expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
});

test('one that costs much waits 50 times as long as it took, once its allowance is used up', () => {
	for (let turn = 0; turn < 4; turn++) backoff.spent('team-a/hog', bounds.steps, false);
	expect(backoff.waitMs('team-a/hog')).toBe(0);
	backoff.spent('team-a/hog', 10_000, false);
	expect(backoff.waitMs('team-a/hog')).toBe(250);
	now += 250;
	expect(backoff.waitMs('team-a/hog')).toBe(0);
});

test('deleting it and creating it again shortens nothing', () => {
	backoff.spent('team-a/hog', 15_000, true);
	backoff.forget('team-a/hog');
	expect(backoff.waitMs('team-a/hog')).toBe(1000);
});

test('what went over its bounds is forgotten ten minutes later', () => {
	backoff.spent('team-a/hog', 0, true);
	backoff.spent('team-a/hog', 0, true);
	now += 601_000;
	backoff.spent('team-a/other', 0, true);
	backoff.spent('team-a/hog', 0, true);
	expect(backoff.waitMs('team-a/hog')).toBe(1000);
});

test('twenty of them, rewritten every second, take 1 % of a core at most, whatever they cost', () => {
	expect(share(() => twenty, 50_000, true)).toBeLessThanOrEqual(1);
});

test('twenty of a namespace that stay within their bounds take 5 %', () => {
	expect(share(() => twenty, bounds.steps, false)).toBeLessThanOrEqual(5);
});

test('so do twenty of new names every second', () => {
	expect(share(second => twenty.map(name => `${name}-${second}`), 50_000, true)).toBeLessThanOrEqual(5);
});

test('routemaps of usual cost go on beside them, and those of other namespaces, new ones too', () => {
	backoff.spent('team-a/wisdom', 700, false);
	backoff.spent('team-a/hog', 2_000_000, true);
	expect(backoff.waitMs('team-a/new')).toBeGreaterThan(0);
	expect(backoff.waitMs('team-a/wisdom')).toBe(0);
	expect(backoff.waitMs('team-b/new')).toBe(0);
});
