import type {
	ExplainedRequest,
	ExplainedVersion,
	Explanation,
	Outcome,
	Pass,
	RejectedRule,
} from '../../explain/explanation.ts';
import {percent} from '../../mesh/describe.ts';
import {describeReference} from '../../mesh/routing-table.ts';
import {escapeLine} from '../../print/escape.ts';
import {displayWidth} from '../../print/width.ts';

/** Of the rules that were tried in vain, these many are shown. */
const mostRejected = 6;

/** An explanation for someone who knows models, not meshes. */
export function formatExplanation({request, outcomes, versions, routes}: Explanation): string {
	const reached = outcomes.flatMap(({version}) => version ?? []);
	const lags = routes.flatMap(({lag}) => (lag === '' ? [] : [lag]));
	const blocks = [
		[requestLine(request)],
		...outcomes.map((outcome, index) => outcomeLines(outcome, index === 0, reached)),
		versionLines(versions),
		lags.length === 0 ? [] : ['Not in force yet:', ...lags.map(lag => `  ${lag}; this tells where requests go now`)],
	];
	const lines = blocks
		.filter(block => block.length > 0)
		.map(block => block.map(line => `${escapeLine(line)}\n`).join(''));
	return lines.join('\n');
}

function requestLine({method, path, host, headers}: ExplainedRequest): string {
	const named = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
	return `${method} http://${host}${path}${named.length === 0 ? '' : ` with ${named.join(' and ')}`}`;
}

function outcomeLines(outcome: Outcome, isFirst: boolean, reached: readonly string[]): readonly string[] {
	const {probability, kind, summary, appVersion, passes, doubts, rejected} = outcome;
	const chance = probability === 1 ? 'always' : percent(probability);
	const header = appVersion === undefined || kind === 'unserved' ? '' : `, with app-version: ${appVersion}`;
	return [
		`${chance}: ${summary}${header}`,
		...doubts.map(doubt => `  but ${doubt}`),
		...passes.flatMap((pass, index) => passLines(pass, index, isFirst && index === 0 ? reached : undefined)),
		...rejectedLines(rejected).map(line => `  ${line}`),
	];
}

/** @param reached Versions that get the request: why rules that lead to others did not take it is shown; undefined for nothing of that. */
function passLines(pass: Pass, index: number, reached: readonly string[] | undefined): readonly string[] {
	const {route, rule, clause, weight, totalWeight, received, sent, destination, setHeaders, mirrors, rejected} = pass;
	const share = weight === totalWeight ? '' : `, weight ${weight} of ${totalWeight}`;
	const [before] = received.path.split('?');
	const [after] = sent.path.split('?');
	const set = Object.entries(setHeaders).map(([name, value]) => `${name}: ${value}`);
	const others = reached ? rejected.filter(({versions}) => !versions.some(version => reached.includes(version))) : [];
	const details = [
		...(before === after ? [] : [`path ${before} becomes ${after}`]),
		...(sent.host === received.host ? [] : [`host ${received.host} becomes ${sent.host}`]),
		...(set.length === 0 ? [] : [`gets ${set.join(' and ')}`]),
		...(destination
			? [`goes to ${destination.host}${destination.port === undefined ? '' : `:${destination.port}`}`]
			: []),
		...mirrors.map(
			({host, version, percent: copied}) => `a copy of ${percent(copied / 100)} goes to ${version ?? host}`,
		),
		...rejectedLines(others),
	];
	return [
		`  ${index + 1}. taken by rule ${rule} of ${describeReference(route)}, for ${clause}${share}`,
		...details.map(line => `     ${line}`),
	];
}

function rejectedLines(rejected: readonly RejectedRule[]): readonly string[] {
	const shown = rejected.slice(0, mostRejected);
	const rest = rejected.length - shown.length;
	return [
		...shown.map(({rule, reasons}) => `not by rule ${rule}: ${reasons.join(', or ')}`),
		...(rest > 0 ? [`nor by ${rest} more; -o json has all`] : []),
	];
}

function versionLines(versions: readonly ExplainedVersion[]): readonly string[] {
	const width = Math.max(...versions.map(({name}) => displayWidth(escapeLine(name))));
	return versions.map(({name, why}) => `${name}${' '.repeat(width - displayWidth(escapeLine(name)))}  ${why}`);
}
