import {versionObject} from '../info/version-object.ts';
import {deploymentMode} from '../kserve/deployment-mode.ts';
import {bodyProtocol, servedName} from '../kserve/served-name.ts';
import {routeOf} from '../mesh/route-of.ts';
import type {Rule} from '../mesh/route.ts';
import {titleOf, type KubeObject} from '../objects/object.ts';
import {listed} from '../print/listed.ts';
import type {CheckedApp, CheckInput} from './check-input.ts';
import {type Finding} from './finding.ts';

/**
 * Model names that routes write into paths and no version has, and those in bodies, which no route can change. ModelMesh heeds
 * neither: it finds a model by a header.
 */
export function modelNames(input: CheckInput): readonly Finding[] {
	return input.apps.flatMap(app => {
		const models = app.info.versions.flatMap(version => {
			const object = versionObject(input.snapshot, version);
			return object?.kind === 'InferenceService' && deploymentMode(object) !== 'ModelMesh' ? [object] : [];
		});
		return [...unshared(app, models), ...models.flatMap(object => misnamed(app, object))];
	});
}

function unshared({info}: CheckedApp, models: readonly KubeObject[]): readonly Finding[] {
	const protocol = models.map(object => bodyProtocol(object)).find(found => found !== undefined);
	const names = [...new Set(models.map(object => servedName(object).name))];
	if (protocol === undefined || names.length < 2) return [];
	return [
		{
			severity: 'warning',
			object: `app ${info.namespace}/${info.name}`,
			what: `its versions answer ${protocol} requests, which carry the model's name in the body, and serve under the names ${listed(names)}`,
			todo: 'give all of them one name, e.g. with --model_name in the arguments of the predictor',
		},
	];
}

function misnamed({routes}: CheckedApp, object: KubeObject): readonly Finding[] {
	const {name: version} = object.metadata;
	const {name, isExplicit} = servedName(object);
	const rules = routes.flatMap(route => (routeOf(route)?.rules ?? []).map(rule => ({route, rule})));
	const wrong = rules.flatMap(({route, rule}) => {
		const leads =
			rule.destinations.length > 0 && rule.destinations.every(destination => destination.version === version);
		const path = leads ? pathWrittenBy(rule) : undefined;
		return path === undefined || isOf(path, name) ? [] : [{route, written: path.replace(/[/:\\].*/s, '')}];
	});
	const [first] = wrong;
	if (!first) return [];
	return [
		{
			severity: isExplicit ? 'broken' : 'warning',
			object: titleOf(object),
			what: `${titleOf(first.route)} asks it for model ${first.written}, and it serves ${name}`,
			todo: `have the routing template write /models/${name}/, or the model serve as ${first.written}`,
		},
	];
}

/** The path that a rule rewrites to, from the model's name on. */
function pathWrittenBy({rewrite}: Rule): string | undefined {
	const path = rewrite?.path;
	const text = path?.kind === 'prefix' ? path.value : path?.substitution;
	return /\/models\/([^/:\\].*)/s.exec(text ?? '')?.[1];
}

/** Whether a path begins with a model's name, which may have slashes, and nothing but a part of the path comes after it. */
function isOf(path: string, name: string): boolean {
	return path.startsWith(name) && /^([/:\\]|$)/.test(path.slice(name.length));
}
