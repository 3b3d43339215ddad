import {expect, test} from 'vitest';
import {PausedError} from '../../source/daemon/routemap-backoff.ts';
import {RoutemapCache} from '../../source/daemon/routemap-cache.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {ownReach} from '../../source/ownership/reach.ts';
import type {Routemap} from '../../source/routemap/routemap.ts';
import {canarySpec, routemapConfigMap} from '../helpers/app-objects.ts';

const key = 'models/wisdom';
const good = routemapConfigMap('wisdom', canarySpec);
const bad = routemapConfigMap('wisdom', 'versions: []');

function goodRoutemap(cache: RoutemapCache): Routemap {
	const {routemap} = cache.set(good);
	if (!routemap) throw new Error('the canary does not parse');
	return routemap;
}

test('a spec that does not parse leaves the last good one in force', () => {
	const cache = new RoutemapCache(defaultResourceTypes, ownReach);
	const routemap = goodRoutemap(cache);
	cache.set(bad);
	cache.set(bad);
	expect(cache.get(key)).toMatchObject({object: bad, routemap, error: {name: 'RoutemapError'}});
	cache.set(good);
	expect(cache.get(key)).toMatchObject({object: good, error: undefined});
});

test('a routemap that is told again is not parsed again', () => {
	const cache = new RoutemapCache(defaultResourceTypes, ownReach);
	const known = cache.set(good);
	expect(cache.set(good)).toBe(known);
	expect(cache.set({...good})).not.toBe(known);
});

test('the last good spec of another routemap of the same name counts for nothing', () => {
	const cache = new RoutemapCache(defaultResourceTypes, ownReach);
	goodRoutemap(cache);
	expect(cache.set(routemapConfigMap('wisdom', 'versions: []', {uid: 'another'})).routemap).toBeUndefined();
});

test('what is deleted is no longer known', () => {
	const cache = new RoutemapCache(defaultResourceTypes, ownReach);
	goodRoutemap(cache);
	expect([...cache.keys()]).toEqual([key]);
	cache.delete(key);
	expect(cache.get(key)).toBeUndefined();
	expect(cache.set(bad)).toMatchObject({routemap: undefined});
});

test('routes are rendered once for each weight vector', () => {
	const cache = new RoutemapCache(defaultResourceTypes, ownReach);
	const routemap = goodRoutemap(cache);
	const first = cache.render(routemap, [1, 1]);
	expect(cache.render(routemap, [1, 1])).toBe(first);
	expect(cache.render(routemap, [1, 0])).not.toEqual(first);
	for (let weight = 2; weight < 40; weight++) cache.render(routemap, [1, weight]);
	expect(cache.render(routemap, [1, 1])).toEqual(first);
	expect(cache.render(routemap, [1, 1])).not.toBe(first);
});

/** A spec that is over its bounds by so many characters. */
function tooLong(characters: number): KubeObject {
	return routemapConfigMap('wisdom', `#${'x'.repeat(131_071 + characters)}`);
}

const slow = routemapConfigMap(
	'wisdom',
	'versions: [{resources: [{gvrShort: isvc, name: wisdom-0}]}]\n' +
		"routingTemplates: {t: {gvrShort: vs, template: '{{range 9999999}}{{end}}'}}",
);

test('after a spec that was over its bounds the next has to wait, and says what was said before', () => {
	let now = 0;
	const cache = new RoutemapCache(defaultResourceTypes, ownReach, () => now);
	const routemap = goodRoutemap(cache);
	const {error} = cache.set(tooLong(5));
	expect(error?.message).toBe(
		'data.strSpec has more characters, but a routemap may have 131072; changes of it are read after a pause of up to 5 minutes',
	);
	const next = {...good};
	expect(cache.set(next)).toEqual({object: next, routemap, error, waitMs: 1000});
	now = 999;
	expect(cache.readAgain(key)).toMatchObject({waitMs: 1});
	now = 1000;
	expect(cache.readAgain(key)).toMatchObject({object: next, error: undefined, waitMs: 0});
	expect(cache.readAgain(key)).toBeUndefined();
});

test('a spec that is over its bounds again has the same error', () => {
	let now = 0;
	const cache = new RoutemapCache(defaultResourceTypes, ownReach, () => now);
	const {error} = cache.set(tooLong(5));
	now = 1000;
	expect(cache.set(tooLong(6))).toMatchObject({error, waitMs: 0});
	expect(cache.set(tooLong(7)).waitMs).toBe(2000);
});

test('a routemap that is deleted and made again waits all the same, and one that is gone is not read', () => {
	const cache = new RoutemapCache(defaultResourceTypes, ownReach, () => 0);
	cache.set(tooLong(5));
	cache.delete(key);
	expect(cache.set(good)).toEqual({object: good, routemap: undefined, error: undefined, waitMs: 1000});
	cache.delete(key);
	expect(cache.readAgain(key)).toBeUndefined();
});

test('after a render that was over its bounds the next has to wait, but what was rendered is known', () => {
	let now = 0;
	const cache = new RoutemapCache(defaultResourceTypes, ownReach, () => now);
	const {routemap} = cache.set(slow);
	if (!routemap) throw new Error('it does not parse');
	const rendered = cache.render(routemap, [1]);
	expect(rendered).toMatchObject([{error: {message: expect.stringContaining('exceeded 25000 steps')}}]);
	expect(cache.render(routemap, [1])).toBe(rendered);
	expect(() => cache.render(routemap, [2])).toThrow(new PausedError(1000));
	now = 1000;
	expect(cache.render(routemap, [2])).toEqual(rendered);
	expect(() => cache.render(routemap, [3])).toThrow(new PausedError(2000));
});
