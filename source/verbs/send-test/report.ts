import type {LoadResult} from '../../load/result.ts';
import type {OptionsOf} from '../../options/options.ts';
import {reportOrigin} from '../report-origin.ts';
import {writeReport} from '../write-report.ts';
import {sendTestVerb} from './flags.ts';

/** Writes what a test came to as a page of HTML. Rejects as `writeReport`. */
export async function writeLoadReport(
	file: string,
	options: OptionsOf<typeof sendTestVerb>,
	result: LoadResult,
	place: {readonly app: string; readonly namespace: string},
): Promise<void> {
	const {loadReport} = await import('../../report/load/load-report.ts');
	await writeReport(file, loadReport(result, reportOrigin('send-test', sendTestVerb.flags, options, place)));
}
