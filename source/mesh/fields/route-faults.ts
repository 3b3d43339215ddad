import type {KubeObject} from '../../objects/object.ts';
import {anything, inspect, object, type Field, type FieldFinding} from './field.ts';
import {wholeHttpRouteField} from './http-route.ts';
import {wholeVirtualServiceField} from './virtual-service.ts';

/**
 * What of a rendered route the API server refuses: fields of another type, and fields that there are not, by what is known here of
 * Istio's and the Gateway API's resource definitions; a newer one may know more fields. Other kinds are not looked at.
 */
export function routeFaults(route: KubeObject): readonly FieldFinding[] {
	const spec = Object.hasOwn(specs, route.kind) ? specs[route.kind] : undefined;
	if (!spec) return [];
	const {apiVersion: _apiVersion, kind: _kind, metadata: _metadata, ...rest} = route;
	// the path of a field is one of the object: `spec.http[0]`, not `.spec.http[0]`
	return inspect(rest, object({spec, status: anything}), '')
		.filter(({kind}) => kind !== 'not followed')
		.map(finding => ({...finding, path: finding.path.slice(1)}));
}

const specs: Readonly<Record<string, Field>> = {
	VirtualService: wholeVirtualServiceField,
	HTTPRoute: wholeHttpRouteField,
};

/**
 * A finding in words, after the name of its object: `is not valid: spec.http[0].route[0].weight: it is null, not a whole number`.
 */
export function faultInWords({path, kind, why}: FieldFinding): string {
	return kind === 'unknown' ? `has the field ${path}, which is not known` : `is not valid: ${path}: ${why}`;
}
