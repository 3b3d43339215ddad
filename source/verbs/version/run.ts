import {version} from '../../objects/version.ts';
import type {OptionsOf} from '../../options/options.ts';
import {formatJson} from '../../print/objects.ts';
import type {versionVerb} from './flags.ts';

/** Prints the versions of this program and of its Node. */
export async function run({streams, flags}: OptionsOf<typeof versionVerb>): Promise<void> {
	const facts = {version: `v${version}`, node: process.version, platform: `${process.platform}/${process.arch}`};
	if (flags.output === 'json') {
		streams.stdout.write(formatJson(facts));
	} else if (flags.output === 'yaml') {
		const {formatYaml} = await import('../../print/yaml.ts');
		streams.stdout.write(formatYaml(facts));
	} else {
		streams.stdout.write(`kubectl-iter8 ${facts.version} (Node ${facts.node}, ${facts.platform})\n`);
	}
}
