import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {isRecord, type KubeObject} from '../../source/objects/object.ts';
import {parseYaml} from '../../source/routemap/yaml.ts';
import {canarySpec, routemapConfigMap} from '../helpers/app-objects.ts';

/** A routemap as an Iter8 user has it in the cluster, and the route that it must give for each weight vector. */
export interface RoutemapCase {
	readonly name: string;
	readonly namespace: string;
	readonly routemap: KubeObject;
	readonly routes: readonly {readonly weights: readonly number[]; readonly object: KubeObject}[];
}

/** Our own case, and those of KServe canaries in the folder that ITER8_GOLDENS names. */
export function routemapCases(folder: string | undefined): readonly RoutemapCase[] {
	const goldens = folder === undefined ? [] : readdirSync(folder).flatMap(name => readCase(join(folder, name), name));
	return [ownCase, ...goldens.filter(isKserveCanary)];
}

function readCase(folder: string, name: string): readonly RoutemapCase[] {
	if (!existsSync(join(folder, 'routemap.yaml'))) return [];
	const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
	const routes = parseYaml(read('routes.yaml')) as RoutemapCase['routes'];
	return [
		{name, namespace: read('namespace').trim(), routemap: parseYaml(read('routemap.yaml')) as KubeObject, routes},
	];
}

function isKserveCanary({routemap, routes}: RoutemapCase): boolean {
	const text = isRecord(routemap['data']) ? String(routemap['data']['strSpec']) : '';
	return /^ {2}canary:/m.test(text) && text.includes('gvrShort: isvc') && routes.length > 0;
}

const host = 'gateway';
const rule = (name: string, version: string, match?: unknown): unknown => ({
	name,
	...(match === undefined ? {} : {match}),
	route: [{destination: {host}, headers: {response: {add: {'app-version': version}}}}],
});
const route = (...http: readonly unknown[]): KubeObject => ({
	apiVersion: 'networking.istio.io/v1beta1',
	kind: 'VirtualService',
	metadata: {name: 'wisdom'},
	spec: {hosts: ['wisdom.models'], http},
});
const primary = rule('primary', 'wisdom-0');
const candidate = rule('candidate', 'wisdom-1', [{headers: {traffic: {exact: 'test'}}}]);

const ownCase: RoutemapCase = {
	name: 'a canary of our own',
	namespace: 'models',
	routemap: routemapConfigMap('wisdom-routemap', canarySpec),
	routes: [
		{weights: [1, 0], object: route(primary)},
		{weights: [1, 1], object: route(candidate, primary)},
		{weights: [0, 1], object: route(candidate, primary)},
	],
};
