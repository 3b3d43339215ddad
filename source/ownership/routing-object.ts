import {isDeepStrictEqual} from 'node:util';
import {
	appNameLabel,
	historyKind,
	kindLabel,
	managedByLabel,
	recordKind,
	testsKind,
	verbFieldManager,
	watchLabel,
} from '../objects/labels.ts';
import {isRecord, listAt, type KubeObject} from '../objects/object.ts';
import {configMaps, services} from '../objects/resource.ts';
import {appNameOf} from '../routing/app-spec.ts';
import {localGateway, serviceHost} from '../routing/reach.ts';
import {isRouteOf, isWrittenByUs} from './live-route.ts';
import {objectWords} from './object-words.ts';
import {isAppliedBy} from './owner.ts';

const chartGateways: ReadonlySet<unknown> = new Set([
	localGateway,
	serviceHost('istio-ingressgateway', 'istio-system'),
]);
const releaseAnnotations = ['meta.helm.sh/release-name', 'meta.helm.sh/release-namespace'] as const;

/**
 * Why an object that carries a name of an app's routing stays where the routing is taken down; undefined where it is part of that:
 * owned by its routemap, applied by a verb or by the daemon, of the routemap's Helm release, or as Iter8's charts make it.
 */
export function keepReason(object: KubeObject, routemap: KubeObject): string | undefined {
	const other = otherOwner(object, routemap);
	if (other !== undefined) return other;
	const isOurs =
		(object.metadata.ownerReferences ?? []).length > 0 ||
		isAppliedBy(object, verbFieldManager) ||
		isWrittenByUs(object) ||
		isKeptByVerbs(object, routemap) ||
		isOfSameRelease(object, routemap) ||
		isOfChart(object, routemap) ||
		isEntranceOfChart(object, routemap);
	return isOurs ? undefined : 'was not made by kubectl iter8';
}

/** The same for an object that the routemap renders: any name can stand in a template, so that only its owner or the daemon's mark tells. */
export function routeKeepReason(object: KubeObject, routemap: KubeObject): string | undefined {
	const {name, uid = ''} = routemap.metadata;
	const other = otherOwner(object, routemap);
	if (other !== undefined || isRouteOf({name, uid}, object)) return other;
	return `was not made for ${objectWords(routemap)}`;
}

function otherOwner({metadata}: KubeObject, routemap: KubeObject): string | undefined {
	const other = metadata.ownerReferences?.find(({uid}) => uid !== routemap.metadata.uid);
	return other && `belongs to ${other.kind} ${other.name}`;
}

const keptKinds: ReadonlySet<string | undefined> = new Set([historyKind, recordKind, testsKind]);

/** What verbs keep of an app: its history, what is under way, or what was tested. */
function isKeptByVerbs({metadata: {labels = {}}}: KubeObject, routemap: KubeObject): boolean {
	return keptKinds.has(labels[kindLabel]) && labels[appNameLabel] === appNameOf(routemap.metadata.name);
}

function isOfSameRelease(object: KubeObject, routemap: KubeObject): boolean {
	return releaseAnnotations.every(annotation => {
		const release = object.metadata.annotations?.[annotation];
		return release !== undefined && release === routemap.metadata.annotations?.[annotation];
	});
}

/**
 * As init prints its Service, for those who apply it themselves; or with the watch label, on what Iter8 manages or on a ConfigMap
 * that holds nothing: its annotation is a weight.
 */
function isOfChart(object: KubeObject, routemap: KubeObject): boolean {
	const {labels = {}} = object.metadata;
	const isManaged = labels[managedByLabel] === 'iter8';
	if (isManaged && labels[appNameLabel] === appNameOf(routemap.metadata.name)) return true;
	if (labels[watchLabel] !== 'true') return false;
	return isManaged || (object.kind === configMaps.kind && isEmpty(object));
}

/**
 * The Service of the app's name as Iter8's charts make it, without any label: it stands for a gateway of the mesh and for nothing
 * else, beside a routemap of those charts; for ModelMesh a ServiceEntry of the app's hosts.
 */
function isEntranceOfChart({kind, metadata, ...object}: KubeObject, routemap: KubeObject): boolean {
	if (routemap.metadata.labels?.[managedByLabel] !== 'iter8') return false;
	if (kind === 'ServiceEntry') {
		const host = `${appNameOf(routemap.metadata.name)}.${metadata.namespace}`;
		const hosts = [host, `${host}.svc`, `${host}.svc.cluster.local`];
		return isDeepStrictEqual(listAt(object, 'spec', 'hosts'), hosts);
	}

	if (kind !== services.kind || metadata.labels !== undefined) return false;
	const {type, externalName, selector, ports} = isRecord(object['spec']) ? object['spec'] : {};
	return type === 'ExternalName' && selector === undefined && ports === undefined && chartGateways.has(externalName);
}

function isEmpty(object: KubeObject): boolean {
	return ['data', 'binaryData'].every(field => {
		const value = object[field];
		return value === undefined || (isRecord(value) && Object.keys(value).length === 0);
	});
}
