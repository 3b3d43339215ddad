import {nextCandidate, planDeploy} from '../../actions/deploy/deploy.ts';
import {parseInferenceService} from '../../actions/deploy/inference-service.ts';
import type {KubeObject} from '../../objects/object.ts';
import {UsageError} from '../../objects/usage-error.ts';
import type {Options} from '../../options/options.ts';
import {formatChange, formatObjects} from '../../print/objects.ts';
import {actionContext, appArgument} from '../action-options.ts';
import {perform} from '../perform.ts';
import {readInput} from '../read-input.ts';
import {readTemplate} from '../templates.ts';
import type {deployVerb} from './flags.ts';

type DeployCommand = Options<typeof deployVerb.flags>;

export async function run(options: DeployCommand): Promise<void> {
	const {dryRun, output, storageUri, modelName, version, wait, timeout} = options.flags;
	const name = appArgument(options);
	const from = await startingPoint(options);
	if (storageUri === undefined && options.flags.filename === undefined) {
		throw new UsageError('where is the model? Give --storage-uri URI, or the whole InferenceService with -f FILE');
	}

	const context = await actionContext(options, timeout);
	const wanted = {name, storageUri, modelName, version, from, isAwaited: wait, isDryRun: dryRun === 'server'};
	if (dryRun === 'client') {
		const candidate = await nextCandidate(context, wanted);
		options.streams.stdout.write(
			output === undefined ? formatChange(candidate, 'created', dryRun) : await formatObjects(output, [candidate]),
		);
		return;
	}

	await perform(options, await planDeploy(context, wanted), dryRun === 'server' ? {note: ' (server dry run)'} : {});
}

/** The InferenceService that `-f` or `--template` gives; undefined starts from the primary. */
async function startingPoint({flags, streams}: DeployCommand): Promise<KubeObject | undefined> {
	const {filename, template} = flags;
	if (filename !== undefined && template !== undefined) throw new UsageError('-f and --template exclude each other');
	if (template !== undefined) return parseInferenceService(await readTemplate(template), `template ${template}`);
	if (filename === undefined) return undefined;
	return parseInferenceService(await readInput(filename, streams), filename);
}
