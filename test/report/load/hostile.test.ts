import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import type {LoadResult} from '../../../source/load/result.ts';
import {loadReport} from '../../../source/report/load/load-report.ts';
import {randomCases} from '../../helpers/random-cases.ts';
import {bad, good, loadOrigin} from '../load-result.ts';
import {readText, tagsOf} from '../page-parts.ts';
import {hostileText, withTexts} from '../with-texts.ts';

const full: LoadResult = {...bad, expectations: good.expectations};
const tags = tagsOf(loadReport(full, loadOrigin));

test('no text of a gateway, a model or a command makes a tag, an attribute or a script', () => {
	fc.assert(
		fc.property(hostileText, text => {
			const page = loadReport(
				withTexts(full, () => text),
				withTexts(loadOrigin, () => text),
			);
			expect([...tagsOf(page)].filter(tag => !tags.has(tag))).toEqual([]);
		}),
		{numRuns: randomCases(8)},
	);
});

test('a page stays small, however many versions answer and however long what they say is', () => {
	const many = <Value>(values: readonly Value[]): readonly Value[] => Array.from({length: 200}, () => values).flat();
	const huge: LoadResult = {
		...full,
		answered: many(full.answered),
		unanswered: many(full.unanswered),
		versions: many(full.versions),
		failures: many(full.failures),
		expectations: many(full.expectations),
	};
	const page = loadReport(
		withTexts(huge, text => text + 'x'.repeat(5000)),
		withTexts(loadOrigin, text => text + 'x'.repeat(5000)),
	);
	expect(page.length).toBeLessThan(300_000);
	expect(readText(page)).toContain('10 of 400 requests that failed');
	expect(readText(page)).toContain('20 of 200 are shown');
});

test('a load without any answer has a page as well', () => {
	const page = loadReport(
		{
			...good,
			requests: 0,
			answered: [],
			versions: [],
			split: {versions: [], verdict: 'within chance'},
			series: {intervalMs: 1000, failed: [], dropped: [], requests: [], maxMs: []},
		},
		loadOrigin,
	);
	expect(page).not.toMatch(/NaN|Infinity|undefined/);
	expect(readText(page)).toContain('? Nothing was answered');
});
