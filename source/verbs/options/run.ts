import type {OptionsOf} from '../../options/options.ts';
import {globalUsage} from '../../options/usage.ts';
import type {optionsVerb} from './flags.ts';

/** Lists the flags that every verb takes. */
export async function run({streams}: OptionsOf<typeof optionsVerb>): Promise<void> {
	streams.stdout.write(globalUsage());
}
