import {html, Html} from './html.ts';
import {pageMark} from './page-mark.ts';
import {style} from './style.ts';

/** How something came out, which its colour and its sign show. */
export type Tone = 'good' | 'bad' | 'unsure' | 'plain';

const signs: Readonly<Record<Tone, string>> = {good: '✓', bad: '✗', unsure: '?', plain: ''};

/** A page from top to bottom. */
export interface Page {
	/** What the page answers; the window's title, too. */
	readonly title: string;
	readonly verdict: {readonly tone: Tone; readonly words: string; readonly reason: string};
	/** The verdict's parts, some four of them. */
	readonly tiles: readonly Tile[];
	readonly sections: readonly (Html | undefined)[];
	readonly origin: Origin;
}

export interface Tile {
	readonly heading: string;
	readonly tone: Tone;
	readonly words: string;
	/** Numbers below the words, a line each. */
	readonly figures: readonly string[];
}

/** Where a page comes from. */
export interface Origin {
	/** As one types it in a shell. */
	readonly command: string;
	/** By whom and when it was made: `kubectl-iter8 0.1.0, 2026-11-29 16:00 UTC`. */
	readonly made: string;
	/** Further facts, by their names. */
	readonly facts: readonly (readonly [string, string])[];
}

/**
 * A whole HTML document that needs nothing else: no script, no file, no font. Browsers are told to load nothing and run nothing,
 * whatever stands in it.
 */
export function pageText({title, verdict, tiles, sections, origin}: Page): string {
	return html`<!doctype html>
		<html lang="en">
			<head>
				<meta charset="utf-8" />
				${new Html(pageMark)}
				<meta
					http-equiv="Content-Security-Policy"
					content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"
				/>
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="referrer" content="no-referrer" />
				<title>${title}: ${verdict.words}</title>
				<style>
					${new Html(style)}
				</style>
			</head>
			<body>
				<main>
					<header>
						<h1>${title}</h1>
						<div class="verdict ${verdict.tone}">
							<strong>${signed(verdict)}</strong>
							<p>${verdict.reason}</p>
						</div>
						<ul class="tiles">
							${tiles.map(tileHtml)}
						</ul>
					</header>
					${sections} ${originHtml(origin)}
				</main>
			</body>
		</html>`.text;
}

/** A part of a page below its heading; nothing when it has no parts. */
export function section(heading: string, ...parts: readonly (Html | undefined)[]): Html | undefined {
	const present = parts.filter(part => part !== undefined);
	return present.length === 0
		? undefined
		: html`<section>
				<h2>${heading}</h2>
				${present}
			</section>`;
}

/** Words with the sign of their tone before them. */
export function signed({tone, words}: {readonly tone: Tone; readonly words: string}): Html {
	return signs[tone] === '' ? html`${words}` : html`<span aria-hidden="true">${signs[tone]}&nbsp;</span>${words}`;
}

function tileHtml({heading, figures, ...words}: Tile): Html {
	return html`<li>
		<h3>${heading}</h3>
		<p class="outcome ${words.tone}">${signed(words)}</p>
		${figures.map(line => html`<p class="figures">${line}</p>`)}
	</li>`;
}

function originHtml({command, made, facts}: Origin): Html {
	return html`<footer>
		<h2>How this was made</h2>
		<dl>
			<dt>Command</dt>
			<dd><pre>${command}</pre></dd>
			${facts.map(
				([name, fact]) =>
					html`<dt>${name}</dt>
						<dd>${fact}</dd>`,
			)}
			<dt>Made by</dt>
			<dd>${made}</dd>
		</dl>
	</footer>`;
}
