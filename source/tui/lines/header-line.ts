import type {DaemonInfo} from '../../info/describe-daemon.ts';
import {age} from '../../print/age.ts';
import {displayWidth} from '../../print/width.ts';
import {drawable, fit} from '../fit.ts';
import type {Place} from '../session.ts';
import {clock} from './event-lines.ts';
import {fitLine, textOf, type Line} from './line.ts';

interface HeaderOptions {
	readonly place: Place;
	/** How many apps there are; undefined while nothing is known yet. */
	readonly apps: number | undefined;
	readonly daemon: DaemonInfo | undefined;
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
	const left: Line = [{text: ' iter8', isBold: true}, {text: `  ${placeWords(options)}`}];
	const daemon = (isShort: boolean) => (apps === undefined ? [] : daemonSpans({...options, isShort}));
	const time: Line = [{text: `  ${clock(now)}`}];
	// What is less wanted goes first: the holder's name, then the clock.
	const forms = [[...daemon(false), ...time], [...daemon(true), ...time], daemon(true)];
	const right = forms.find(form => widthOf(left) + 1 + widthOf(form) <= width) ?? daemon(true);
	return [...fitLine(left, width - widthOf(right) - 1), {text: ' '}, ...right];
}

function widthOf(line: Line): number {
	return displayWidth(textOf(line));
}

/** Where we are and how much there is, as words. */
export function placeWords({place, apps, isReadOnly, running}: HeaderOptions): string {
	const {context, namespace} = place;
	return [
		...(context === undefined ? [] : [context]),
		namespace === undefined ? 'all namespaces' : `ns ${namespace}`,
		...(isReadOnly ? ['read-only'] : []),
		...(running === 0 ? [] : [`${running} running`]),
		...(apps === undefined ? [] : [apps === 1 ? '1 app' : `${apps} apps`]),
	].join(' · ');
}

/** Who writes the routes, and since when nothing was heard of it. */
function daemonSpans({
	daemon,
	now,
	isShort,
}: Pick<HeaderOptions, 'daemon' | 'now'> & {readonly isShort: boolean}): Line {
	if (!daemon) return [{text: `daemon ✖ none${isShort ? '' : ' is running'}`, tone: 'bad'}];
	const holder = isShort ? '' : ` ${fit(daemon.holder, Math.min(24, displayWidth(drawable(daemon.holder))))}`;
	const seen = `${age(daemon.renewedAt, now)} ago`;
	if (daemon.isExpired) {
		return [{text: `daemon ✖${holder} gone${isShort ? '' : `, seen ${seen}`}`, tone: 'bad'}];
	}

	return [{text: 'daemon '}, {text: '●', tone: 'good'}, {text: isShort ? ` ${seen}` : `${holder} leads, ${seen}`}];
}
