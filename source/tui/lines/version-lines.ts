import type {AppInfo, VersionInfo} from '../../info/app.ts';
import {allowedVerbs, countsWeights, isThere} from '../../info/states/permits.ts';
import {modelFormatOf} from '../../kserve/served-name.ts';
import type {VersionNumbers} from '../../metrics/numbers.ts';
import type {KubeObject} from '../../objects/object.ts';
import {age} from '../../print/age.ts';
import type {Tone} from '../../print/color.ts';
import {displayWidth} from '../../print/width.ts';
import {evidenceOf} from '../../rollout/evidence.ts';
import type {VersionTest} from '../../rollout/version-test.ts';
import {judgedCandidate} from '../../runner/judged-candidate.ts';
import {phaseStyle} from '../theme.ts';
import {plain, textOf, wrapText, type Line} from './line.ts';

interface VersionOptions {
	readonly object: KubeObject | undefined;
	/** The object of the app's primary. */
	readonly primary: KubeObject | undefined;
	readonly numbers: VersionNumbers | undefined;
	/** What was tested of the app; undefined until that is known. */
	readonly tests: readonly VersionTest[] | undefined;
	/** Whether its reason is told above. */
	readonly isReasonTold: boolean;
	readonly width: number;
	readonly now: Date;
}

/** What a version is, what it serves, why it does not if it does not, and what was tested of it. */
export function versionLines(app: AppInfo, version: VersionInfo, options: VersionOptions): readonly Line[] {
	const {object, isReasonTold, width, now} = options;
	const {phase, reason, storageUri, since, heldUntil} = version;
	const format = object && modelFormatOf(object);
	const model = [format, storageUri].filter(text => text !== undefined).join(' · ');
	const held = heldUntil === undefined ? '' : `; counts as available for another ${until(heldUntil, now)}`;
	const sinceWords = since === undefined ? '' : ` (${age(since, now)})`;
	const why = reason === '' || isReasonTold ? '' : `${reason}${sinceWords}${held}${nextStep(app, version, now)}`;
	return [
		...headLines(app, version, options),
		...(model === '' ? [] : [plain(`   ${model}`, 'faint')]),
		...indented(why, phaseStyle[phase].tone, width),
		...testedLines(app, version, options),
	];
}

/** Name and facts side by side, or one below the other: none of them is cut. */
function headLines(
	app: AppInfo,
	{name, role, label, kind, phase, weight, createdAt}: VersionInfo,
	{numbers, width, now}: VersionOptions,
): readonly Line[] {
	const {glyph, tone} = phaseStyle[phase];
	// Of one that is gone those that it got while it was there.
	const isOfInterest = phase !== 'absent' || (numbers?.counts?.requests ?? 0) > 0;
	const facts = [
		role,
		...(label === undefined ? [] : [label]),
		...(kind === 'InferenceService' ? [] : [kind]),
		...(countsWeights(app) ? [`weight ${weight}`] : []),
		...(createdAt === undefined ? [] : [`${age(createdAt, now)} old`]),
		...(isOfInterest ? basisOf(role, numbers, now) : []),
	];
	const head: Line = [{text: ' '}, {text: `${glyph} `, tone}, {text: name, isBold: true}];
	const whole: Line = [...head, {text: `  ${facts.join(separator)}`}];
	if (displayWidth(textOf(whole)) <= width) return [whole];
	return [head, ...packed(facts, width - 4).flatMap(line => indented(line, undefined, width))];
}

const separator = ' · ';

/** As many facts in a line as have room there: none is broken that has room in one. */
function packed(facts: readonly string[], width: number): readonly string[] {
	const lines: string[] = [];
	for (const fact of facts) {
		const longer = [...lines.splice(-1), fact];
		const joined = longer.join(separator);
		lines.push(...(displayWidth(joined) <= width ? [joined] : longer));
	}

	return lines;
}

function indented(text: string, tone: Tone | undefined, width: number): readonly Line[] {
	return text === '' ? [] : wrapText(text, width - 4).map(line => plain(`   ${line}`, tone));
}

/** What comes next where nothing is wrong: something has not begun yet. */
function nextStep(app: AppInfo, {role, phase, kind}: VersionInfo, now: Date): string {
	const isNext = role === 'candidate' && phase === 'absent' && kind === 'InferenceService';
	const isFirst = !app.versions.some(isThere);
	return isNext && !isFirst && allowedVerbs(app, now).has('deploy') ? '; d deploys one' : '';
}

/** What was tested of a candidate that can be promoted, as it is now. */
function testedLines(
	{versions}: AppInfo,
	{role, phase, title}: VersionInfo,
	{object, primary, tests, width, now}: VersionOptions,
): readonly Line[] {
	if (role !== 'candidate' || phase !== 'ready' || !object || !tests) return [];
	const judged = judgedCandidate({name: title, object}, {name: versions[0]?.title ?? '', object: primary});
	const {words, isGood} = evidenceOf(tests, judged, now);
	return indented(words, isGood ? 'good' : 'waiting', width);
}

const whole = new Intl.NumberFormat('en');

/** How much the figures rest on. A gateway counts by names, and candidates come and go under one. */
function basisOf(role: VersionInfo['role'], numbers: VersionNumbers | undefined, now: Date): readonly string[] {
	const {counts, test} = numbers ?? {};
	const whose = role === 'candidate' && counts && counts.requests > 0 ? ' under this name' : '';
	return [
		...(counts ? [`${whole.format(counts.requests)} requests, ${whole.format(counts.failed)} failed${whose}`] : []),
		...(test ? [`errors and p95 of a test, n=${test.count}, ${age(test.at.toISOString(), now)} ago`] : []),
	];
}

function until(time: string, now: Date): string {
	return `${Math.max(0, Math.ceil((Date.parse(time) - now.getTime()) / 1000))}s`;
}
