import {chartObjects} from '../../charts/chart-objects.ts';
import {faultInWords, routeFaults} from '../../mesh/fields/route-faults.ts';
import {titleOf, type KubeObject} from '../../objects/object.ts';
import {defaultResourceTypes} from '../../objects/resource-types.ts';
import {UsageError} from '../../objects/usage-error.ts';
import type {OptionsOf} from '../../options/options.ts';
import {permittedRoutes} from '../../ownership/permitted-routes.ts';
import {escapeLine} from '../../print/escape.ts';
import {formatObjects} from '../../print/objects.ts';
import {parseControllerConfiguration} from '../../routemap/controller-configuration.ts';
import {RoutemapFile} from '../../routemap/routemap-file.ts';
import {inFile} from '../in-file.ts';
import {reachOf} from '../reach-of.ts';
import {readInput} from '../read-input.ts';
import type {renderVerb} from './flags.ts';

type RenderOptions = OptionsOf<typeof renderVerb>;

/**
 * Prints what a values file comes to, or the routes of a routemap. Asks no cluster anything. Rejects, after all is printed, when an API
 * server would refuse a route.
 */
export async function run(options: RenderOptions): Promise<void> {
	const {filename, routemap, weights, release, config, output = 'yaml'} = options.flags;
	const isOne = (filename === undefined) !== (routemap === undefined);
	if (!isOne) throw new UsageError('give either a values file with -f, or a routemap with --routemap and --weights');
	if (routemap === undefined && (weights !== undefined || config !== undefined))
		throw new UsageError('--weights and --config go with --routemap');
	if (routemap !== undefined && release !== undefined) throw new UsageError('--release goes with a values file, -f');
	const objects =
		filename === undefined ? await routesOf(options, routemap ?? '', weights) : await valuesObjects(options, filename);
	if (objects.length > 0) options.streams.stdout.write(await formatObjects(output, objects));
	const faults = objects.flatMap(object => routeFaults(object).map(fault => ({...fault, object})));
	const inWords = (fault: (typeof faults)[number]): string => `${titleOf(fault.object)} ${faultInWords(fault)}`;
	for (const fault of faults.filter(({kind}) => kind === 'unknown'))
		options.streams.stderr.write(
			`${escapeLine(`Warning: ${inWords(fault)}: an API server that does not know it refuses the route`)}\n`,
		);
	const refused = faults.filter(({kind}) => kind === 'malformed');
	if (refused.length > 0) throw new Error(`${refused.map(inWords).join('; ')}: the API server refuses it`);
}

async function valuesObjects(options: RenderOptions, filename: string): Promise<readonly KubeObject[]> {
	const text = await readInput(filename, options.streams);
	const namespace = await namespaceOf(options);
	return inFile(filename, () => chartObjects(text, {release: options.flags.release, namespace}));
}

async function routesOf(
	options: RenderOptions,
	filename: string,
	given: string | undefined,
): Promise<readonly KubeObject[]> {
	const weights = given === undefined ? undefined : parseWeights(given);
	const text = await readInput(filename, options.streams);
	const types = await typesOf(options);
	const namespace = await namespaceOf(options);
	const file = inFile(filename, () => new RoutemapFile(text, namespace));
	// What is no routemap has no versions to give weights to, and has been told of by now.
	if (!weights) throw new UsageError('give the weight of each version, as in --weights 1,0');
	return inFile(filename, () => {
		const {versions, namespace: own} = file.routemap;
		if (own !== namespace && options.flags.namespace)
			throw new Error(`it is in namespace ${own}, which is not the namespace ${namespace} of --namespace`);
		if (versions.length !== weights.length)
			throw new Error(`it has ${counted(versions.length, 'version')}, but --weights has ${weights.length}`);
		for (const doubt of file.doubts(types))
			options.streams.stderr.write(`${escapeLine(`Warning: ${filename}: ${doubt}`)}\n`);
		return file.routes(permittedRoutes(file.routemap, weights, types, reachOf(options.flags)));
	});
}

async function typesOf({flags, streams}: RenderOptions): Promise<typeof defaultResourceTypes> {
	const {config} = flags;
	if (config === undefined) return defaultResourceTypes;
	const text = await readInput(config, streams);
	return inFile(config, () => parseControllerConfiguration(text).types);
}

function parseWeights(text: string): readonly number[] {
	return text.split(',').map(word => {
		const number = /^\d{1,10}$/.test(word) ? Number(word) : Number.NaN;
		if (number <= 4_294_967_295) return number;
		throw new UsageError(`--weights ${text}: "${word}" is not a whole number from 0 to 4294967295`);
	});
}

/** The flag, else the kubeconfig's, where there is one. A kubeconfig or context that the command line names has to be right. */
async function namespaceOf({flags, connect}: RenderOptions): Promise<string> {
	if (flags.namespace) return flags.namespace;
	try {
		const {namespace} = await connect();
		return namespace;
	} catch (error) {
		if (flags.kubeconfig || flags.context) throw error;
		return 'default';
	}
}

function counted(count: number, word: string): string {
	return `${count} ${word}${count === 1 ? '' : 's'}`;
}
