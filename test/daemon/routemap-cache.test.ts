import {expect, test} from 'vitest';
import {RoutemapCache} from '../../source/daemon/routemap-cache.ts';
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
