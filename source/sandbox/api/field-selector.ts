import {fieldAt, type KubeObject} from '../../objects/object.ts';
import type {Kind} from './kind.ts';
import {badRequest} from './status-error.ts';

/**
 * Whether an object of a kind meets a field selector, e.g. `metadata.name=wisdom,status.phase!=Running`. Throws a BadRequest in
 * the API server's words for fields that cannot be selected by.
 */
export function fieldMatcher(kind: Kind, selector: string): (object: KubeObject) => boolean {
	const terms = selector
		.split(',')
		.filter(part => part !== '')
		.map(part => {
			const [, field, operator, value = ''] = /^(.*?)(!=|==|=)(.*)$/.exec(part) ?? [];
			if (field === undefined) throw badRequest(`invalid selector: '${selector}'; can't understand '${part}'`);
			refuseUnselectable(kind, field);
			return {path: field.split('.'), isEqual: operator !== '!=', value};
		});
	return object => terms.every(({path, isEqual, value}) => (textAt(object, path) === value) === isEqual);
}

function textAt(object: KubeObject, path: readonly string[]): string {
	const [field] = path;
	const value = field === 'source' ? fieldAt(object, 'source', 'component') : fieldAt(object, ...path);
	return typeof value === 'string' ? value : '';
}

function refuseUnselectable({selectableFields}: Kind, field: string): void {
	if (field === 'metadata.name' || field === 'metadata.namespace' || selectableFields?.includes(field)) return;
	throw badRequest(
		selectableFields
			? `field label not supported: ${field}`
			: `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`,
	);
}
