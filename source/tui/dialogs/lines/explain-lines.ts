import type {Explanation, Outcome, Pass, RejectedRule} from '../../../explain/explanation.ts';
import {isWrong} from '../../../info/states/state.ts';
import {formatShare} from '../../../print/figures.ts';
import type {Line} from '../../lines/line.ts';
import {hanging} from './hanging.ts';

/** Where a request goes, with every chance that it has: which rule, what it is made into, why not the others. */
export function explainLines({outcomes, versions, states, request}: Explanation, width: number): readonly Line[] {
	return [
		...hanging(' ', `${request.method} ${request.path} to ${request.host}`, width, 'faint'),
		...outcomes.flatMap(outcome => outcomeLines(outcome, width)),
		[],
		[{text: ' The versions', isBold: true}],
		...versions.flatMap(({name, probability, why}) =>
			hanging(`  ${formatShare(probability).padStart(7)} ${name}  `, why, width),
		),
		...states
			.filter(isWrong)
			.flatMap(({severity, sentence}) =>
				severity === 'broken' ? hanging(' ✖ ', sentence, width, 'bad') : hanging(' ⚠ ', sentence, width, 'waiting'),
			),
	];
}

function outcomeLines({probability, kind, summary, doubts, passes, rejected}: Outcome, width: number): readonly Line[] {
	const isGood = kind === 'version' && doubts.length === 0;
	return [
		...hanging(
			` ${isGood ? '✔' : kind === 'version' ? '⚠' : '✖'} ${formatShare(probability)} `,
			summary,
			width,
			isGood ? 'good' : kind === 'version' ? 'waiting' : 'bad',
		),
		...doubts.flatMap(doubt => hanging('   ⚠ ', doubt, width, 'waiting')),
		...passes.flatMap(pass => passLines(pass, width)),
		...rejectedLines(rejected, width),
	];
}

function passLines(
	{route, rule, clause, weight, totalWeight, received, sent, destination, mirrors, rejected}: Pass,
	width: number,
): readonly Line[] {
	const share = weight === totalWeight ? '' : `, weight ${weight} of ${totalWeight}`;
	const isRewritten = received.path !== sent.path || received.host !== sent.host;
	return [
		...hanging('   rule   ', `${rule} of ${route.kind} ${route.name}: ${clause}${share}`, width),
		...(isRewritten ? hanging('   as     ', `${sent.path} to ${sent.host}`, width) : []),
		...(destination
			? hanging(
					'   over   ',
					`${destination.host}${destination.port === undefined ? '' : `:${destination.port}`}`,
					width,
				)
			: []),
		...mirrors.flatMap(({host, version, percent}) =>
			hanging('   copy   ', `${percent} % to ${version ?? host}`, width),
		),
		...rejectedLines(rejected, width),
	];
}

function rejectedLines(rejected: readonly RejectedRule[], width: number): readonly Line[] {
	return rejected.flatMap(({rule, reasons}) => hanging('   not    ', `${rule}: ${reasons.join('; ')}`, width, 'faint'));
}
