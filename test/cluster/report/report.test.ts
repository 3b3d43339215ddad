import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {comparisonReport} from '../../../source/report/comparison/comparison-report.ts';
import {loadReport} from '../../../source/report/load/load-report.ts';
import {better, names, origin, worse} from '../../report/comparison-result.ts';
import {bad, loadOrigin} from '../../report/load-result.ts';
import {withTexts} from '../../report/with-texts.ts';
import {cache} from '../testbed/cache.ts';
import {measure, openBrowser, openPage, type Look} from './browser.ts';

/** Pages and pictures of the last run, to be looked at. */
const folder = join(cache, '..', 'reports');

const nasty = '<script>alert(1)</script>"\'><img src=x onerror=alert(1)></style></svg>\u202E\n'.repeat(3);
const pages = {
	worse: comparisonReport(worse, names, origin),
	better: comparisonReport(better, names, origin),
	load: loadReport(bad, loadOrigin),
} as const;
type PageName = keyof typeof pages;

async function written(name: string, page: string): Promise<string> {
	const file = join(folder, `${name}.html`);
	await writeFile(file, page);
	return pathToFileURL(file).href;
}

let browser: Browser;

beforeAll(async () => {
	await mkdir(folder, {recursive: true});
	browser = await openBrowser();
});

afterAll(() => browser.close());

const looks: readonly Look[] = [
	{width: 400, scheme: 'light'},
	{width: 400, scheme: 'dark'},
	{width: 1200, scheme: 'light'},
	{width: 1200, scheme: 'dark'},
];

/** What a page looks like; with a name a picture is kept of it. */
async function seenAs(url: string, look: Look, name?: string) {
	const {page, remarks} = await openPage(browser, url, look);
	const seen = await measure(page);
	if (name !== undefined) {
		const path = join(folder, `${name}-${look.width}-${look.media ?? look.scheme}.png`);
		await page.screenshot({path, fullPage: true});
	}

	await page.context().close();
	return {...seen, remarks};
}

test.each(Object.keys(pages) as PageName[])(
	'the page %s is whole in a browser, narrow and wide, light and dark',
	async name => {
		const url = await written(name, pages[name]);
		for (const look of looks) {
			const seen = await seenAs(url, look, name);
			expect(seen, JSON.stringify(look)).toMatchObject({
				remarks: [],
				scrollWidth: look.width,
				background: look.scheme === 'dark' ? 'rgb(20, 23, 27)' : 'rgb(255, 255, 255)',
				plots: 3,
				clipped: [],
				overlapping: [],
				active: 0,
			});
			expect(seen.verdictBottom).toBeLessThan(400);
			expect(seen.smallest).toBeGreaterThan(120);
			expect(seen.leastTextHeight).toBeGreaterThan(11);
		}
	},
);

test('hostile texts make no element, load nothing, run nothing and stay in the page', async () => {
	const hostile = withTexts({worse, names, origin}, () => nasty);
	const url = await written('hostile', comparisonReport(hostile.worse, hostile.names, hostile.origin));
	expect(await seenAs(url, {width: 400, scheme: 'light'})).toMatchObject({
		remarks: [],
		scrollWidth: 400,
		plots: 3,
		clipped: [],
		overlapping: [],
		active: 0,
	});
});

test('on paper a page is light, whatever the screen is', async () => {
	const url = await written('worse', pages.worse);
	const seen = await seenAs(url, {width: 700, scheme: 'dark', media: 'print'}, 'worse');
	expect(seen.background).toBe('rgb(255, 255, 255)');
});
