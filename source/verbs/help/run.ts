import packageJson from '../../../package.json' with {type: 'json'};
import type {OptionsOf} from '../../options/options.ts';
import {unknownVerb} from '../../options/unknown-verb.ts';
import {overallUsage, verbUsage} from '../../options/usage.ts';
import {isVerb} from '../../options/verb.ts';
import {verbs} from '../verbs.ts';
import type {helpVerb} from './flags.ts';

/** Shows the help of a verb, or of the whole program. Throws UsageError for a verb that there is not. */
export async function run({streams, arguments: [name]}: OptionsOf<typeof helpVerb>): Promise<void> {
	if (name !== undefined && !isVerb(verbs, name)) throw unknownVerb(verbs, name);
	streams.stdout.write(
		name === undefined ? overallUsage(verbs, packageJson.description) : verbUsage(name, verbs[name]),
	);
}
