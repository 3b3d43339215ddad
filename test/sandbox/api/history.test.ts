import {expect, test} from 'vitest';
import {configMaps} from '../../../source/objects/resource.ts';
import {History, type Change} from '../../../source/sandbox/api/history.ts';
import {kindOf} from '../../../source/sandbox/api/kinds.ts';

function change(version: number): Change {
	return {version, kind: kindOf(configMaps), before: undefined, after: undefined};
}

function historyUpTo(last: number): History {
	const history = new History();
	for (let version = 1; version <= last; version++) history.add(change(version));
	return history;
}

async function firstAfter(history: History, version: number): Promise<number | undefined> {
	const {value} = await history.after(version, undefined)[Symbol.asyncIterator]().next();
	return (value as Change | undefined)?.version;
}

test('changes follow from any version that is known', async () => {
	const history = historyUpTo(5);
	expect(await firstAfter(history, 0)).toBe(1);
	expect(await firstAfter(history, 3)).toBe(4);
	expect(history.since(3).map(({version}) => version)).toEqual([5, 4]);
});

test('the oldest changes are forgotten, and a watch from then on is told', async () => {
	const history = historyUpTo(20_000);
	expect(history.reaches(1)).toBe(false);
	await expect(firstAfter(history, 1)).rejects.toMatchObject({code: 410, reason: 'Expired'});
	expect(await firstAfter(history, 19_998)).toBe(19_999);
	history.compact(20_000);
	await expect(firstAfter(history, 19_998)).rejects.toThrow('too old resource version: 19998 (20000)');
});

test('a watch that is left behind by what is forgotten is told, too', async () => {
	const history = historyUpTo(3);
	const watch = history.after(0, undefined);
	expect((await watch.next()).value).toMatchObject({version: 1});
	history.compact(3);
	await expect(watch.next()).rejects.toMatchObject({reason: 'Expired'});
});

test('a watch from the future is silent until then', async () => {
	const history = historyUpTo(3);
	const next = firstAfter(history, 5);
	for (const version of [4, 5, 6]) history.add(change(version));
	expect(await next).toBe(6);
});

test('a break ends the watches that are open', async () => {
	const history = historyUpTo(1);
	const waiting = firstAfter(history, 1);
	history.break();
	await expect(waiting).rejects.toThrow('the connection was lost');
	expect(await firstAfter(history, 0)).toBe(1);
});
