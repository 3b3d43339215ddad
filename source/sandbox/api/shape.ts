/**
 * How a value merges, where it does not as most do ("Kubernetes API", server-side apply, merge strategy): maps merge key by
 * key, lists are replaced whole.
 */
export interface Shape {
	/** For lists of objects: the fields that tell the items apart. */
	readonly keys?: readonly string[];
	/** Values of key fields that an item may leave out. */
	readonly keyDefaults?: Readonly<Record<string, unknown>>;
	/** For lists of scalars: each value is there once. */
	readonly isSet?: boolean;
	/** For maps, and for lists with keys their items: replaced whole. */
	readonly isAtomic?: boolean;
	/** Always there as far as field ownership goes, as a struct of a Go type is. */
	readonly isStruct?: boolean;
	/** Fields of a map or of a list's items. */
	readonly fields?: Readonly<Record<string, Shape>>;
}

const none: Shape = {};
const struct: Shape = {isStruct: true};
const atomic: Shape = {isAtomic: true};

/** The shape of a field, e.g. of `spec` in an object's shape. */
export function shapeOf(shape: Shape, field: string): Shape {
	return shape.fields && Object.hasOwn(shape.fields, field) ? (shape.fields[field] ?? none) : none;
}

const metadata: Shape = {
	isStruct: true,
	fields: {finalizers: {isSet: true}, ownerReferences: {keys: ['uid'], isAtomic: true}},
};

/** The shape of an item of a list with keys. */
export function itemShape({fields, isAtomic = false}: Shape): Shape {
	return {isAtomic, ...(fields && {fields})};
}

/** The shape of an object with these fields besides its metadata. */
export function objectShape(fields: Readonly<Record<string, Shape>>): Shape {
	return {fields: {metadata, ...fields}};
}

const conditions: Shape = {keys: ['type']};
const ports: Shape = {keys: ['containerPort', 'protocol'], keyDefaults: {protocol: 'TCP'}};
const containers: Shape = {
	keys: ['name'],
	isStruct: true,
	fields: {ports, env: {keys: ['name']}, volumeMounts: {keys: ['mountPath']}},
};

const podSpec: Shape = {
	isStruct: true,
	fields: {
		containers,
		initContainers: containers,
		volumes: {keys: ['name']},
		nodeSelector: atomic,
		imagePullSecrets: {keys: ['name']},
	},
};

export const customShape = objectShape({});
export const plainShape = objectShape({spec: struct, status: struct});
export const namespaceShape = objectShape({spec: struct, status: {isStruct: true, fields: {conditions}}});
export const podShape = objectShape({
	spec: podSpec,
	status: {isStruct: true, fields: {conditions, podIPs: {keys: ['ip']}}},
});
export const serviceShape = objectShape({
	spec: {
		isStruct: true,
		fields: {ports: {keys: ['port', 'protocol'], keyDefaults: {protocol: 'TCP'}}, selector: atomic},
	},
	status: {isStruct: true, fields: {conditions}},
});
export const deploymentShape = objectShape({
	spec: {
		isStruct: true,
		fields: {
			selector: atomic,
			strategy: struct,
			template: {isStruct: true, fields: {metadata: struct, spec: podSpec}},
		},
	},
	status: {isStruct: true, fields: {conditions}},
});
export const eventShape = objectShape({involvedObject: atomic, related: atomic, source: struct});
export const serviceEntryShape = objectShape({spec: {fields: {ports: {keys: ['name']}}}});
export const gatewayShape = objectShape({
	spec: {fields: {listeners: {keys: ['name']}}},
	status: {fields: {conditions, listeners: {keys: ['name'], fields: {conditions}}}},
});

const modelContainer: Shape = {fields: {ports, env: {keys: ['name']}, volumeMounts: {keys: ['mountPath']}}};
export const inferenceServiceShape = objectShape({
	spec: {
		fields: {
			predictor: {fields: {model: modelContainer}},
			transformer: {fields: {containers: {fields: modelContainer.fields ?? {}}}},
		},
	},
});
