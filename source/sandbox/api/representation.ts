import type {KubeObject} from '../../objects/object.ts';
import type {Change} from './history.ts';

/** The JSON of an object without its kind and apiVersion. */
function bodyOf(object: KubeObject): string {
	const {apiVersion: _apiVersion, kind: _kind, ...body} = object;
	return JSON.stringify(body);
}

/** The JSON of an object in a version of its kind. */
export function jsonOf(object: KubeObject, apiVersion: string): string {
	return `{"kind":${JSON.stringify(object.kind)},"apiVersion":"${apiVersion}",${bodyOf(object).slice(1)}`;
}

/** The JSON of an object as lists have it: those of built-in kinds do not repeat what their items are. */
export function itemJsonOf(object: KubeObject, apiVersion: string, isCustom: boolean): string {
	return isCustom ? jsonOf(object, apiVersion) : bodyOf(object);
}

/** The lines of the change that was told last; most watches tell a change at the same time. */
let lastLines: {readonly change: Change | undefined; readonly byKey: Map<string, string>} = {
	change: undefined,
	byKey: new Map(),
};

/** The line of a watch event, made once for the watches that tell the change alike. */
export function eventLine(change: Change, type: string, object: KubeObject, apiVersion: string): string {
	if (lastLines.change !== change) lastLines = {change, byKey: new Map()};
	const key = `${type} ${apiVersion}`;
	const line = lastLines.byKey.get(key) ?? `{"type":"${type}","object":${jsonOf(object, apiVersion)}}\n`;
	lastLines.byKey.set(key, line);
	return line;
}

/** An object's metadata alone, in the form that clients ask for by `as=PartialObjectMetadata`. */
export function partialMetadata({metadata}: KubeObject): Readonly<Record<string, unknown>> {
	return {kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata};
}
