import {chromium, type Browser, type Page} from 'playwright-core';
import {findProgram} from '../testbed/command.ts';

/** How a page is looked at. */
export interface Look {
	readonly width: number;
	readonly scheme: 'light' | 'dark';
	readonly media?: 'print';
}

/** Debian's Chromium, with a profile of its own that goes with it. As root it refuses to run in its sandbox. */
export async function openBrowser(): Promise<Browser> {
	const executablePath = findProgram('chromium');
	if (executablePath === undefined) throw new Error('missing: chromium: apt-get install chromium');
	return chromium.launch({executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [], timeout: 60_000});
}

/** A file in a window of its own, and what the browser complained of or asked for beside it. */
export async function openPage(
	browser: Browser,
	url: string,
	{width, scheme, media}: Look,
): Promise<{readonly page: Page; readonly remarks: readonly string[]}> {
	const context = await browser.newContext({viewport: {width, height: 800}, colorScheme: scheme});
	const page = await context.newPage();
	const remarks: string[] = [];
	page.on('console', message => void remarks.push(`console: ${message.text()}`));
	page.on('pageerror', error => void remarks.push(`error: ${error.message}`));
	page.on('request', request => void (request.url() === url || remarks.push(`request: ${request.url()}`)));
	if (media !== undefined) await page.emulateMedia({media});
	await page.goto(url);
	return {page, remarks};
}

/** What a page looks like, in numbers; lengths in pixels. */
export interface PageMeasures {
	readonly scrollWidth: number;
	readonly verdictBottom: number;
	readonly background: string;
	readonly plots: number;
	/** The least width or height of a plot. */
	readonly smallest: number;
	readonly leastTextHeight: number;
	/** Texts of plots that reach out of them, and that lie on each other. */
	readonly clipped: readonly string[];
	readonly overlapping: readonly string[];
	/** Elements that could load or run something. */
	readonly active: number;
}

const {measurePage} = (await import(new URL('measure-page.mjs', import.meta.url).href)) as {
	readonly measurePage: () => PageMeasures;
};

/** Measures a page as it lies in its window. */
export function measure(page: Page): Promise<PageMeasures> {
	return page.evaluate(measurePage);
}
