import type {LoadResult} from '../../load/result.ts';
import type {OptionsOf} from '../../options/options.ts';
import {reportOrigin} from '../report-origin.ts';
import {writeReport} from '../write-report.ts';
import {sendTestVerb} from './flags.ts';

/** Takes a while, which is too long for one who has interrupted the sending and waits for the page: so it is loaded before. */
export const loadPage = () => import('../../report/load/load-report.ts');

/** Writes what a test came to as a page of HTML. Rejects as `writeReport`. */
export async function writeLoadReport(
	file: string,
	options: OptionsOf<typeof sendTestVerb>,
	result: LoadResult,
	place: {readonly app: string; readonly namespace: string},
): Promise<void> {
	const {loadReport} = await loadPage();
	await writeReport(file, loadReport(result, reportOrigin('send-test', sendTestVerb.flags, options, place)));
}
