/** What a field holds. */
export type FieldType = 'string' | 'integer' | 'boolean' | 'array' | 'object';

const spec = {spec: 'object'} as const;

/** No rules but that the spec is an object. */
export const looseSchema: Schema = {required: [], types: spec, hasRules: false};

export const inferenceServiceSchema: Schema = {
	required: ['spec.predictor'],
	types: {
		...spec,
		'spec.predictor': 'object',
		'spec.predictor.model': 'object',
		'spec.predictor.model.storageUri': 'string',
		'spec.predictor.model.runtime': 'string',
		'spec.predictor.model.protocolVersion': 'string',
		'spec.predictor.model.modelFormat': 'object',
		'spec.predictor.model.modelFormat.name': 'string',
		'spec.predictor.minReplicas': 'integer',
		'spec.predictor.maxReplicas': 'integer',
	},
	hasRules: false,
};

export const virtualServiceSchema: Schema = {
	required: ['spec.http[].route[].destination', 'spec.http[].route[].destination.host', 'spec.http[].mirror.host'],
	types: {
		...spec,
		'spec.hosts': 'array',
		'spec.gateways': 'array',
		'spec.http': 'array',
		'spec.http[]': 'object',
		'spec.http[].name': 'string',
		'spec.http[].match': 'array',
		'spec.http[].route': 'array',
		'spec.http[].route[].weight': 'integer',
		'spec.http[].route[].destination': 'object',
		'spec.http[].route[].destination.host': 'string',
		'spec.http[].route[].headers': 'object',
		'spec.http[].rewrite': 'object',
	},
	hasRules: true,
};

export const destinationRuleSchema: Schema = {
	required: ['spec.host'],
	types: {...spec, 'spec.host': 'string'},
	hasRules: true,
};

export const serviceEntrySchema: Schema = {
	required: ['spec', 'spec.hosts', 'spec.ports[].name', 'spec.ports[].number'],
	types: {...spec, 'spec.hosts': 'array', 'spec.ports': 'array', 'spec.endpoints': 'array'},
	hasRules: true,
};

export const httpRouteSchema: Schema = {
	required: ['spec', 'spec.parentRefs[].name', 'spec.rules[].backendRefs[].name'],
	types: {
		...spec,
		'spec.hostnames': 'array',
		'spec.parentRefs': 'array',
		'spec.rules': 'array',
		'spec.rules[].backendRefs': 'array',
		'spec.rules[].backendRefs[].weight': 'integer',
		'spec.rules[].backendRefs[].port': 'integer',
	},
	hasRules: true,
};

export const gatewaySchema: Schema = {
	required: ['spec', 'spec.gatewayClassName', 'spec.listeners', 'spec.listeners[].name', 'spec.listeners[].port'],
	types: {...spec, 'spec.gatewayClassName': 'string', 'spec.listeners': 'array'},
	hasRules: true,
};

/** What a CRD's schema says, as far as it matters here: which fields must be there, and what fields hold. */
export interface Schema {
	/** Paths of fields that must exist where what is around them does, e.g. `spec.http[].route[].destination`. */
	readonly required: readonly string[];
	readonly types: Readonly<Record<string, FieldType>>;
	/** Whether the CRD has validation rules, which are not checked in an object that is invalid already. */
	readonly hasRules: boolean;
}
