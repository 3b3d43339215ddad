import {newestFirst, secondOf, timeOf} from '../../info/event-order.ts';
import {fieldAt, stringAt, type KubeObject} from '../../objects/object.ts';
import {configMaps} from '../../objects/resource.ts';
import type {Tone} from '../../print/color.ts';
import {verdictTone} from '../../report/text/cells.ts';
import {appNameOf} from '../../routing/app-spec.ts';
import type {EventsBelow} from '../hooks/use-events-below.ts';
import type {Run} from '../runs/run.ts';
import type {AppReference} from '../session.ts';
import {runStyle, stateGlyph, type Style} from '../theme.ts';
import {plain, wrapText, type Line} from './line.ts';

/** Something that happened to an app. */
interface Happening {
	readonly at: Date;
	readonly words: string;
	readonly tone: Tone | undefined;
}

/** What the cluster tells of an app and what was done to it from here, the newest first. */
export function happenings(
	events: readonly KubeObject[],
	runs: readonly Run[],
	app: AppReference,
): readonly Happening[] {
	const ofApp = runs.filter(run => run.app.name === app.name && run.app.namespace === app.namespace).toReversed();
	const ends = ofApp.flatMap(run =>
		run.finishedAt === undefined ? [] : [{at: run.finishedAt, words: ending(run), tone: endingStyle(run).tone}],
	);
	const starts = ofApp.map(run => ({at: run.startedAt, words: `${run.title}: started from here`, tone: undefined}));
	// Of an event only the second is known: what came of an action lies between its start and its end.
	return [...ends, ...newestFirst(events).map(event => happeningOf(event, app)), ...starts].toSorted(
		(one, other) => secondsOf(other) - secondsOf(one),
	);
}

function secondsOf({at}: Happening): number {
	return secondOf(at.toISOString());
}

/** Events of an app's routemap, its versions and what belongs to them, the newest first. */
export function eventsBelowLines({events, error}: EventsBelow, width: number): readonly Line[] {
	if (error) return wrapText(error.message, width - 4).map(line => plain(` ✖ ${line}`, 'bad'));
	if (!events) return [plain(' Looking for events …', 'faint')];
	if (events.length === 0)
		return [
			plain(
				' No events of its routemap, versions, revisions and pods: the API server forgets them after an hour.',
				'faint',
			),
		];
	return happeningLines(
		events.map(event => happeningOf(event, undefined)),
		width,
	);
}

/** `HH:MM:SS words`, as many lines as the words need. */
export function happeningLines(list: readonly Happening[], width: number): readonly Line[] {
	return list.flatMap(({at, words, tone}) =>
		wrapText(words, width - 11).map((text, index): Line => [
			{text: index === 0 ? ` ${clock(at)} ` : ' '.repeat(10), tone: 'faint'},
			{text, tone},
		]),
	);
}

/** Time of day, as everywhere on the screen. */
export function clock(time: Date): string {
	return time.toTimeString().slice(0, 8);
}

/** How an action that has ended went, in words. */
export function ending({title, status, error, comparison}: Run): string {
	if (status === 'done' && comparison?.kind === 'ended') return `${title}: ${comparison.compared.result.verdict}`;
	if (status === 'left') return `${title}: left to the daemon, which goes on with it`;
	return status === 'failed' ? `${title}: failed: ${error ?? ''}` : `${title}: ${status}`;
}

/** How an action that has ended looks: one that compared as its verdict does. */
export function endingStyle({status, comparison}: Run): Style {
	if (status !== 'done' || comparison?.kind !== 'ended') return runStyle[status];
	const tone = verdictTone[comparison.compared.result.verdict] ?? 'waiting';
	return {glyph: stateGlyph[tone], tone};
}

/** An Event of either API: `object reason message`, repeated so many times; of the app's own routemap without its name. */
function happeningOf(event: KubeObject, app: AppReference | undefined): Happening {
	const count = fieldAt(event, 'series', 'count') ?? fieldAt(event, 'count');
	const object = stringAt(event, 'involvedObject', 'name') ?? stringAt(event, 'regarding', 'name') ?? '';
	const message = stringAt(event, 'message') ?? stringAt(event, 'note') ?? '';
	const words = [
		app && isRoutemapOf(event, app) ? '' : object,
		stringAt(event, 'reason'),
		// The group of a kind, as our daemon names it, says nothing here.
		message.replace(/^([a-z]+)\.[a-z\d.]+\//, '$1/'),
	]
		.filter(Boolean)
		.join(' ');
	return {
		at: new Date(Date.parse(timeOf(event) ?? '') || 0),
		words: typeof count === 'number' && count > 1 ? `${words} (${count}×)` : words,
		tone: stringAt(event, 'type') === 'Warning' ? 'bad' : undefined,
	};
}

function isRoutemapOf(event: KubeObject, app: AppReference): boolean {
	const object = fieldAt(event, 'involvedObject') ?? fieldAt(event, 'regarding');
	return stringAt(object, 'kind') === configMaps.kind && appNameOf(stringAt(object, 'name') ?? '') === app.name;
}
