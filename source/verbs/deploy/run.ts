import {nextVersionChanges, planDeploy} from '../../actions/deploy/deploy.ts';
import {parseVersionObject} from '../../actions/deploy/version-file.ts';
import type {KubeObject} from '../../objects/object.ts';
import {UsageError} from '../../objects/usage-error.ts';
import type {Options} from '../../options/options.ts';
import {escapeLine} from '../../print/escape.ts';
import {formatChange, formatObjects} from '../../print/objects.ts';
import {actionContext, appArgument} from '../action-options.ts';
import {perform} from '../perform.ts';
import {readInput} from '../read-input.ts';
import {readTemplate} from '../templates.ts';
import type {deployVerb} from './flags.ts';

type DeployCommand = Options<typeof deployVerb.flags>;

export async function run(options: DeployCommand): Promise<void> {
	const {dryRun, output, storageUri, modelName, image, version, wait, timeout, filename} = options.flags;
	const name = appArgument(options);
	const from = await startingPoint(options);
	if (storageUri === undefined && image === undefined && filename === undefined) {
		throw new UsageError(
			'where is the model? Give --storage-uri URI, for a Deployment --image IMAGE, or the whole object with -f FILE',
		);
	}

	const context = await actionContext(options, timeout);
	const wanted = {name, storageUri, modelName, image, version, from, isAwaited: wait};
	if (dryRun === 'client') {
		const changes = await nextVersionChanges(context, wanted);
		options.streams.stdout.write(
			output === undefined
				? changes.map(({object, change}) => formatChange(object, change, dryRun)).join('')
				: await formatObjects(
						output,
						changes.map(({object}) => object),
					),
		);
		return;
	}

	const plan = await planDeploy(context, wanted);
	await perform(options, context, plan);
	if (dryRun === 'none') for (const note of plan.notes ?? []) options.streams.stderr.write(`${escapeLine(note)}\n`);
}

/** The object that `-f` or `--template` gives; undefined starts from the primary. */
async function startingPoint({flags, streams}: DeployCommand): Promise<KubeObject | undefined> {
	const {filename, template} = flags;
	if (filename !== undefined && template !== undefined) throw new UsageError('-f and --template exclude each other');
	if (template !== undefined) return parseVersionObject(await readTemplate(template), `template ${template}`);
	if (filename === undefined) return undefined;
	return parseVersionObject(await readInput(filename, streams), filename);
}
