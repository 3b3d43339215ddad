import type {KubeObject} from '../../objects/object.ts';
import type {Resource} from '../../objects/resource.ts';
import {looseSchema, type Schema} from './schemas.ts';
import type {Shape} from './shape.ts';

/** A column of `kubectl get`: a JSONPath as in a CRD's `additionalPrinterColumns`, or a function for what is built in. */
export interface Column {
	readonly name: string;
	readonly type: 'string' | 'integer' | 'date';
	readonly format?: 'name';
	/** Shown with `-o wide` only. */
	readonly isWide?: boolean;
	readonly value: string | ((object: KubeObject, now: Date) => unknown);
}

/** All that the API server knows of one kind of object. */
export interface Kind {
	readonly group: string;
	/** Served versions, the preferred one first. */
	readonly versions: readonly string[];
	/** Version that its objects are stored in. */
	readonly storedVersion: string;
	readonly kind: string;
	readonly plural: string;
	readonly singular: string;
	readonly shortNames: readonly string[];
	readonly categories: readonly string[];
	readonly namespaced: boolean;
	/** Defined by a CRD: no strategic merge, and the whole of it but metadata and status counts for the generation. */
	readonly isCustom: boolean;
	readonly hasStatus: boolean;
	readonly hasGeneration: boolean;
	/** A PUT of what does not exist creates it. */
	readonly createsOnUpdate: boolean;
	/** A PUT must name the resourceVersion. */
	readonly needsVersion: boolean;
	/** What else can be asked of its objects, with the verbs. */
	readonly subresources: Readonly<Record<string, readonly string[]>>;
	/** Field selectors besides metadata.name and metadata.namespace; undefined for kinds whose errors list those two. */
	readonly selectableFields: readonly string[] | undefined;
	readonly columns: readonly Column[];
	/** Names of the fields below some paths; `''` is the object itself, whose apiVersion, kind and metadata are not named. */
	readonly fields: Readonly<Record<string, readonly string[]>>;
	/** How its lists and maps merge. */
	readonly shape: Shape;
	/** Rules of a CRD. */
	readonly schema: Schema;
	/** A deletion answers with the object even when nothing holds it: as it was, or marked as deleted. */
	readonly returnsDeleted: 'as it was' | 'marked' | undefined;
}

/** The kind's name with its group, as messages have it: `virtualservices.networking.istio.io`. */
export function qualifiedPlural({group, plural}: Kind): string {
	return group === '' ? plural : `${plural}.${group}`;
}

/** `VirtualService.networking.istio.io` */
export function qualifiedKind({group, kind}: Kind): string {
	return group === '' ? kind : `${kind}.${group}`;
}

export function groupVersion(group: string, version: string): string {
	return group === '' ? version : `${group}/${version}`;
}

/** A kind that the table does not have, as unit tests of the daemon use some: custom, with a status. */
export function customKind({group, version, plural, kind, namespaced = true}: Resource): Kind {
	return {
		group,
		versions: [version],
		storedVersion: version,
		kind,
		plural,
		singular: kind.toLowerCase(),
		shortNames: [],
		categories: [],
		namespaced,
		isCustom: true,
		hasStatus: true,
		hasGeneration: true,
		createsOnUpdate: false,
		needsVersion: true,
		subresources: {},
		selectableFields: [],
		columns: [],
		fields: {},
		shape: {},
		schema: looseSchema,
		returnsDeleted: undefined,
	};
}
