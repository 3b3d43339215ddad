import {watchLabel} from '../objects/labels.ts';
import {titleOf} from '../objects/object.ts';
import type {CheckInput} from './check-input.ts';
import {argumentsFor, type Finding} from './finding.ts';

/** Objects that a routemap names and that the daemon does not see, because they lack the watch label. */
export function watchLabels({apps, resources}: CheckInput): readonly Finding[] {
	return apps.flatMap(({info, routemap, types}) => {
		const references = (routemap?.versions ?? []).flatMap(version => version.resources);
		return references.flatMap(({gvrShort, namespace, name}): readonly Finding[] => {
			const resource = types.get(gvrShort)?.resource;
			const object = resource && resources(resource, namespace, name);
			if (!object || object.metadata.labels?.[watchLabel] === 'true') return [];
			const kind = `${resource.kind.toLowerCase()}${resource.group === '' ? '' : `.${resource.group}`}`;
			return [
				{
					severity: 'broken',
					object: titleOf(object),
					what: `it has no label ${watchLabel}: "true", so that the daemon does not see it and app ${info.name} does without its version`,
					todo: `kubectl label --overwrite ${kind} ${argumentsFor(object)} ${watchLabel}=true`,
				},
			];
		});
	});
}
