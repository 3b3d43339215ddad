import {cut} from '../objects/cut.ts';
import {weightAnnotation} from '../objects/labels.ts';
import {titleOf} from '../objects/object.ts';
import {isWeight} from '../routemap/assess/weights.ts';
import type {CheckInput} from './check-input.ts';
import {argumentsFor, type Finding} from './finding.ts';

/** Of what stands in place of a weight as much is told. */
const longestText = 40;

/** Weights that are none: they are passed over without a word, and the version gets what the routemap says, or 1. */
export function weights({apps, resources}: CheckInput): readonly Finding[] {
	return apps.flatMap(({info, routemap, types}) => {
		const references = (routemap?.versions ?? []).flatMap(version => version.resources);
		return references.flatMap(({gvrShort, namespace, name}): readonly Finding[] => {
			const resource = types.get(gvrShort)?.resource;
			const object = resource && resources(resource, namespace, name);
			const text = object?.metadata.annotations?.[weightAnnotation];
			if (!object || text === undefined || isWeight(text)) return [];
			const kind = `${resource.kind.toLowerCase()}${resource.group === '' ? '' : `.${resource.group}`}`;
			return [
				{
					severity: 'warning',
					object: titleOf(object),
					what: `its annotation ${weightAnnotation} is ${JSON.stringify(cut(text, longestText))}, which is no whole number, so that app ${info.name} goes by the routemap's weight, or 1`,
					todo: `kubectl annotate --overwrite ${kind} ${argumentsFor(object)} ${weightAnnotation}=WEIGHT`,
				},
			];
		});
	});
}
