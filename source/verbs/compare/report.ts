import type {Compared} from '../../actions/compare/compare.ts';
import type {OptionsOf} from '../../options/options.ts';
import {reportOrigin} from '../report-origin.ts';
import {writeReport} from '../write-report.ts';
import {compareVerb} from './flags.ts';

/** Writes what was compared as a page of HTML. Rejects as `writeReport`. */
export async function writeComparisonReport(
	file: string,
	options: OptionsOf<typeof compareVerb>,
	{asked: [primary, candidate], result}: Compared,
	place: {readonly app: string; readonly namespace: string},
): Promise<void> {
	const {comparisonReport} = await import('../../report/comparison/comparison-report.ts');
	const names = {primary: primary.version, candidate: candidate.version};
	const origin = reportOrigin('compare', compareVerb.flags, options, place);
	await writeReport(file, comparisonReport(result, names, origin));
}
