import type {DaemonInfo} from '../../info/describe-daemon.ts';
import {age} from '../../print/age.ts';
import {displayWidth} from '../../print/width.ts';
import {drawable, fit} from '../fit.ts';
import type {Place} from '../session.ts';
import {clock} from './event-lines.ts';
import {fitLine, textOf, type Line, type Span} from './line.ts';

interface HeaderOptions {
	readonly place: Place;
	/** How many apps there are; undefined while nothing is known yet. */
	readonly apps: number | undefined;
	/** With how many of them something is wrong. */
	readonly wrong: number;
	readonly daemon: DaemonInfo | undefined;
	/** Whether one may lead that is not to be seen. */
	readonly isHidden: boolean;
	/** Whether nothing can be changed from here. */
	readonly isReadOnly: boolean;
	/** How many actions run in the background. */
	readonly running: number;
	readonly now: Date;
	readonly width: number;
}

/** The first line: where we are, who leads, what time it is. */
export function headerLine(options: HeaderOptions): Line {
	const {now, width, apps} = options;
	const counts: Line = [
		{text: ['', ...appsOf(options)].join(' · ')},
		...wrongOf(options).map((words): Span => ({text: ` · ${words}`, tone: 'bad'})),
	];
	const where: Line = [{text: ' iter8', isBold: true}, {text: `  ${placeOf(options).join(' · ')}`}];
	const left: Line = [...where, ...counts];
	const daemon = (isShort: boolean) => (apps === undefined ? [] : daemonSpans({...options, isShort}));
	const time: Line = [{text: `  ${clock(now)}`}];
	// What is less wanted goes first: the holder's name, then the clock, then a part of where we are.
	const forms = [[...daemon(false), ...time], [...daemon(true), ...time], daemon(true)];
	const right = forms.find(form => widthOf(left) + 1 + widthOf(form) <= width) ?? daemon(true);
	const room = width - widthOf(right) - 1;
	const shown = [...fitLine(where, Math.min(widthOf(where), room - widthOf(counts))), ...counts];
	return [...fitLine(shown, room), {text: ' '}, ...right];
}

function widthOf(line: Line): number {
	return displayWidth(textOf(line));
}

/** Where we are and how much there is, as words. */
export function placeWords(options: HeaderOptions): string {
	return [...placeOf(options), ...appsOf(options), ...wrongOf(options)].join(' · ');
}

function placeOf({place: {context, namespace}, isReadOnly, running}: HeaderOptions): readonly string[] {
	return [
		...(context === undefined ? [] : [context]),
		namespace === undefined ? 'all namespaces' : `ns ${namespace}`,
		...(isReadOnly ? ['read-only'] : []),
		...(running === 0 ? [] : [`${running} running`]),
	];
}

function appsOf({apps}: HeaderOptions): readonly string[] {
	return apps === undefined ? [] : [apps === 1 ? '1 app' : `${apps} apps`];
}

function wrongOf({wrong}: HeaderOptions): readonly string[] {
	return wrong === 0 ? [] : [`${wrong} wrong`];
}

/** Who writes the routes, and since when nothing was heard of it. */
function daemonSpans({
	daemon,
	isHidden,
	now,
	isShort,
}: Pick<HeaderOptions, 'daemon' | 'isHidden' | 'now'> & {readonly isShort: boolean}): Line {
	if (isHidden) return [{text: `daemon ?${isShort ? '' : ' not to be seen'}`, tone: 'faint'}];
	if (!daemon) return [{text: `daemon ✖ none${isShort ? '' : ' is running'}`, tone: 'bad'}];
	const holder = isShort ? '' : ` ${fit(daemon.holder, Math.min(24, displayWidth(drawable(daemon.holder))))}`;
	const seen = `${age(daemon.renewedAt, now)} ago`;
	if (daemon.isExpired) {
		return [{text: `daemon ✖${holder} gone${isShort ? '' : `, seen ${seen}`}`, tone: 'bad'}];
	}

	return [{text: 'daemon '}, {text: '●', tone: 'good'}, {text: isShort ? ` ${seen}` : `${holder} leads, ${seen}`}];
}
