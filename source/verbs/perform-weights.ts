import type {ActionContext} from '../actions/action-context.ts';
import {weightsPlan} from '../actions/weights/set-weights.ts';
import {weightChanges, type WantedWeights} from '../actions/weights/weight-changes.ts';
import type {Options} from '../options/options.ts';
import {escapeLine} from '../print/escape.ts';
import {formatChange, formatObjects, type ObjectFormat} from '../print/objects.ts';
import {perform} from './perform.ts';

/** The flags that say how weights are set. */
interface WeightsFlags {
	readonly dryRun: 'none' | 'client' | 'server';
	readonly output: ObjectFormat | undefined;
}

/** Sets weights and says what was done, on stdout in the format that is asked for. */
export async function performWeights(
	options: Omit<Options, 'flags'> & {readonly flags: Options['flags'] & WeightsFlags},
	context: ActionContext,
	{name, wanted}: {readonly name: string; readonly wanted: WantedWeights},
): Promise<void> {
	const {dryRun, output} = options.flags;
	const {stdout, stderr} = options.streams;
	const weights = await weightChanges(context, name, wanted);
	const {changes, warnings} = weights;
	for (const warning of warnings) stderr.write(`${escapeLine(`Warning: ${warning}`)}\n`);
	if (dryRun !== 'client') {
		const isDryRun = dryRun === 'server';
		const plan = weightsPlan(context, weights, {isDryRun});
		const streams = output === undefined ? options.streams : {...options.streams, stdout: stderr};
		await perform({...options, streams}, plan, isDryRun ? {note: ' (server dry run)'} : {});
		if (output === undefined) return;
	}

	stdout.write(
		output === undefined
			? changes.map(({object, change}) => formatChange(object, change, dryRun)).join('')
			: await formatObjects(
					output,
					changes.map(({object}) => object),
				),
	);
}
