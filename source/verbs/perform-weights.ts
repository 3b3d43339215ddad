import {weightsPlan} from '../actions/weights/set-weights.ts';
import {weightChanges, type WantedWeights} from '../actions/weights/weight-changes.ts';
import {escapeLine} from '../print/escape.ts';
import {formatChange, formatObjects, type ObjectFormat} from '../print/objects.ts';
import type {ActionContext} from '../runner/action-context.ts';
import {perform, type ChangeOptions} from './perform.ts';

/** Sets weights and says what was done, on stdout in the format that is asked for. */
export async function performWeights(
	options: ChangeOptions & {readonly flags: {readonly output: ObjectFormat | undefined}},
	context: ActionContext,
	{name, wanted}: {readonly name: string; readonly wanted: WantedWeights},
): Promise<void> {
	const {dryRun, output} = options.flags;
	const {stdout, stderr} = options.streams;
	const weights = await weightChanges(context, name, wanted);
	const {changes, warnings} = weights;
	if (dryRun !== 'client') {
		await perform(options, context, weightsPlan(weights), {isQuiet: output !== undefined});
		if (output === undefined) return;
	} else for (const warning of warnings) stderr.write(`${escapeLine(`Warning: ${warning}`)}\n`);

	stdout.write(
		output === undefined
			? changes.map(({object, change}) => formatChange(object, change, dryRun)).join('')
			: await formatObjects(
					output,
					changes.map(({object}) => object),
				),
	);
}
