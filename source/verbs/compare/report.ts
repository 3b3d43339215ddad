import type {Compared} from '../../actions/compare/compare.ts';
import type {OptionsOf} from '../../options/options.ts';
import {reportOrigin} from '../report-origin.ts';
import {writeReport} from '../write-report.ts';
import {compareVerb} from './flags.ts';

/** Takes a while, which is too long for one who has interrupted the sending and waits for the page: so it is loaded before. */
export const loadPage = () => import('../../report/comparison/comparison-report.ts');

/** Writes what was compared as a page of HTML. Rejects as `writeReport`. */
export async function writeComparisonReport(
	file: string,
	options: OptionsOf<typeof compareVerb>,
	{asked: [primary, candidate], result}: Compared,
	place: {readonly app: string; readonly namespace: string},
): Promise<void> {
	const {comparisonReport} = await loadPage();
	const names = {primary: primary.version, candidate: candidate.version};
	const origin = reportOrigin('compare', compareVerb.flags, options, place);
	await writeReport(file, comparisonReport(result, names, origin));
}
