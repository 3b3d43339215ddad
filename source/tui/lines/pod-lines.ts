import type {AppInfo, VersionInfo} from '../../info/app.ts';
import type {PodInfo} from '../../info/describe-pod.ts';
import {isThere} from '../../info/states/permits.ts';
import {age} from '../../print/age.ts';
import {displayWidth} from '../../print/width.ts';
import {startAndEnd} from '../fit.ts';
import type {ContainerLog} from '../hooks/use-log.ts';
import type {Pods} from '../hooks/use-pods.ts';
import type {LoggedContainer} from '../state/logged.ts';
import {phaseStyle, stateGlyph} from '../theme.ts';
import {plain, wrapText, type Line} from './line.ts';

/** An app's versions and the pods of each, with the reason of each that does not run. */
export function podTreeLines({versions}: AppInfo, pods: Pods, width: number, now: Date): readonly Line[] {
	if (pods.error) return wrapText(pods.error.message, width - 4).map(line => plain(` ✖ ${line}`, 'bad'));
	if (!pods.byVersion) return [plain(' Looking for pods …', 'faint')];
	return versions.flatMap((version, index) => [
		...(index === 0 ? [] : [[]]),
		versionLine(version, width),
		...(isThere(version) ? podsBelow(version, pods, width, now) : [plain(`   ${version.reason}`, 'faint')]),
	]);
}

function podsBelow({title}: VersionInfo, pods: Pods, width: number, now: Date): readonly Line[] {
	const error = pods.forbidden?.get(title);
	return error ? errorLines(error, width) : branches(pods.byVersion?.get(title), width, now);
}

function errorLines({message}: Error, width: number): readonly Line[] {
	return wrapText(message, width - 6).map(line => plain(`   ✖ ${line}`, 'bad'));
}

/** The pods of a version, each a branch with its reason below. */
export function branches(pods: readonly PodInfo[] | undefined, width: number, now: Date): readonly Line[] {
	if (!pods) return [plain('   its kind does not tell which pods are its own', 'faint')];
	if (pods.length === 0) return [plain('   no pods', 'faint')];
	return pods.flatMap((pod, index) => {
		const isLast = index === pods.length - 1;
		return [podLine(pod, isLast ? '└' : '├', width, now), ...reasonLines(pod, isLast ? ' ' : '│', width)];
	});
}

function versionLine({title, kind, role, phase}: VersionInfo, width: number): Line {
	const {glyph, tone} = phaseStyle[phase];
	const hasRoom = displayWidth(title) + displayWidth(kind) + role.length + 8 <= width;
	return [
		{text: ' '},
		{text: `${glyph} `, tone},
		{text: title, isBold: true},
		{text: `  ${hasRoom ? `${kind} · ` : ''}${role}`},
	];
}

function podLine(pod: PodInfo, branch: string, width: number, now: Date): Line {
	const {name, component, word, tone, ready, containers, restarts, createdAt} = pod;
	const facts = [
		`${ready}/${containers}`,
		...(component === undefined || component === 'predictor' ? [] : [component]),
		...(restarts === 0 ? [] : [restarts === 1 ? '1 restart' : `${restarts} restarts`]),
		...(createdAt === undefined ? [] : [age(createdAt, now)]),
	].join(' · ');
	const head = `   ${branch} `;
	const state = `${stateGlyph[tone]} ${word}`;
	const room = width - displayWidth(head) - displayWidth(state) - displayWidth(facts) - 5;
	return [
		{text: head, tone: 'faint'},
		{text: state, tone},
		{text: `  ${facts}`},
		{text: `  ${room < 8 ? '' : startAndEnd(name, room)}`, tone: 'faint'},
	];
}

function reasonLines({reason, tone}: PodInfo, branch: string, width: number): readonly Line[] {
	if (reason === '') return [];
	return wrapText(reason, width - 9).map(line => [
		{text: `   ${branch}   `, tone: 'faint'},
		{text: line, tone: tone === 'good' ? undefined : tone},
	]);
}

/** The log of a container, under a line that tells whose it is. */
export function containerLogLines(
	logged: LoggedContainer | undefined,
	{lines, error}: ContainerLog,
	pods: Pods,
	width: number,
): readonly Line[] {
	if (!logged) {
		if (pods.error) return wrapText(pods.error.message, width - 4).map(line => plain(` ✖ ${line}`, 'bad'));
		return [plain(pods.byVersion ? ' No pod of this app is there.' : ' Looking for pods …', 'faint')];
	}

	const {version, pod, container, number, total} = logged;
	const others = total > 1 ? ` · ${number} of ${total}, L shows the next` : '';
	return [
		[
			{text: ` ${startAndEnd(version, Math.max(24, width - 50))}`, isBold: true},
			{text: `  ${container}${others} · ${pod}`, tone: 'faint'},
		],
		...wrappedLog(lines ?? [], width - 2).map(text => plain(` ${text}`)),
		...(error ? wrapText(error.message, width - 4).map(line => plain(` ✖ ${line}`, 'bad')) : []),
		...(lines === undefined && !error ? [plain(' Looking for its log …', 'faint')] : []),
	];
}

let broken: {readonly width: number; readonly lines: ReadonlyMap<string, readonly string[]>} = {
	width: 0,
	lines: new Map(),
};

/** Lines as `wrapText` breaks them: a log has a thousand of them and is drawn each second, so that none is broken twice. */
function wrappedLog(lines: readonly string[], width: number): readonly string[] {
	const known = broken.width === width ? broken.lines : new Map<string, readonly string[]>();
	const kept = new Map<string, readonly string[]>();
	for (const line of lines) if (!kept.has(line)) kept.set(line, known.get(line) ?? wrapText(line, width));
	broken = {width, lines: kept};
	return lines.flatMap(line => kept.get(line) ?? []);
}
