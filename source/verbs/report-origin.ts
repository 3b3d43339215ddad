import {version} from '../objects/version.ts';
import type {FlagTable} from '../options/flag.ts';
import type {GlobalFlagValues, Options} from '../options/options.ts';
import type {ReportOrigin} from '../report/report-origin.ts';
import {toldCommand} from './told-command.ts';

type Called = Pick<Options, 'arguments' | 'now'> & {readonly flags: GlobalFlagValues};

/** Where a verb's report comes from. */
export function reportOrigin(
	verb: string,
	table: FlagTable,
	called: Called,
	{app, namespace}: {readonly app: string; readonly namespace: string},
): ReportOrigin {
	return {
		app,
		namespace,
		command: toldCommand(verb, table, called, namespace),
		program: `kubectl-iter8 ${version}`,
		madeAt: called.now().toISOString(),
	};
}
