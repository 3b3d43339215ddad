import packageJson from '../../../package.json' with {type: 'json'};
import type {OptionsOf} from '../../options/options.ts';
import {overallUsage, verbUsage} from '../../options/usage.ts';
import {unknownVerb} from '../../options/unknown-verb.ts';
import type {helpVerb} from './flags.ts';
import {isVerb, verbs} from '../verbs.ts';

/** Shows the help of a verb, or of the whole program. Throws UsageError for a verb that there is not. */
export async function run({streams, arguments: [name]}: OptionsOf<typeof helpVerb>): Promise<void> {
	if (name !== undefined && !isVerb(name)) throw unknownVerb(name);
	streams.stdout.write(name === undefined ? overallUsage(packageJson.description) : verbUsage(name, verbs[name]));
}
