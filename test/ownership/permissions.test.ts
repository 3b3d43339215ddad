import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {parseAllDocuments} from 'yaml';
import {defaultResourceTypes as types} from '../../source/objects/resource-types.ts';
import {
	configMaps,
	deployments,
	httpRoutes,
	inferenceServices,
	virtualServices,
} from '../../source/objects/resource.ts';
import {describeAccess, type Access} from '../../source/ownership/access.ts';
import {accessOf, kindsOf, neededAccess} from '../../source/ownership/permissions.ts';
import {parseRoutemap} from '../../source/routemap/routemap.ts';
import {routemapConfigMap} from '../helpers/app-objects.ts';

interface Rule {
	readonly apiGroups: readonly string[];
	readonly resources: readonly string[];
	readonly resourceNames?: readonly string[];
	readonly verbs: readonly string[];
}

interface RoleObject {
	readonly kind: string;
	readonly metadata: {readonly name: string; readonly namespace?: string};
	readonly rules: readonly Rule[];
	readonly roleRef?: object;
	readonly subjects?: readonly object[];
}

interface Named {
	readonly name: string;
	readonly expression: string;
}

interface Policy {
	readonly matchConstraints: object;
	readonly matchConditions: readonly Named[];
	readonly variables: readonly Named[];
}

const manifests = join(import.meta.dirname, '..', '..', 'plugin', 'manifests');
/** Those that the shipped roles are for. */
const shippedKinds = {
	versions: [inferenceServices],
	resources: [inferenceServices, configMaps],
	routes: [virtualServices, httpRoutes],
};

async function objectsOf(file: string): Promise<readonly RoleObject[]> {
	const text = await readFile(join(manifests, file), 'utf8');
	return parseAllDocuments(text).map(document => document.toJS() as RoleObject);
}

async function policiesOf(file: string): Promise<readonly Policy[]> {
	const text = await readFile(join(manifests, file), 'utf8');
	return parseAllDocuments(text)
		.map(document => document.toJS() as {readonly kind: string; readonly spec: Policy})
		.flatMap(({kind, spec}) => (kind === 'ValidatingAdmissionPolicy' ? [spec] : []));
}

const rolloutsAccount = {kind: 'ServiceAccount', name: 'kubectl-iter8-rollouts', namespace: 'kubectl-iter8'};

function rbacRole(kind: string): object {
	return {apiGroup: 'rbac.authorization.k8s.io', kind, name: 'kubectl-iter8'};
}

/** `verb resource.group` for each right that the roles give, sorted. */
function given(roles: readonly RoleObject[]): readonly string[] {
	const rules = roles.flatMap(role => role.rules);
	return rules
		.flatMap(({apiGroups, resources, verbs}) =>
			apiGroups.flatMap(group =>
				resources.flatMap(resource => verbs.map(verb => `${verb} ${resource}${group === '' ? '' : `.${group}`}`)),
			),
		)
		.toSorted();
}

function words(accesses: readonly Access[]): readonly string[] {
	return accesses.map(access => describeAccess({...access, namespace: 'x'}).replace(' in namespace x', ''));
}

test.each([
	['daemon-role.yaml', ['Role']],
	['daemon-cluster-role.yaml', ['ClusterRole', 'Role']],
])('%s gives what the table says of the daemon, and nothing more', async (file, kinds) => {
	const objects = await objectsOf(file);
	const roles = objects.filter(({rules}) => rules !== undefined);
	expect(roles.map(({kind}) => kind)).toEqual(kinds);
	expect(given(roles)).toEqual(words(accessOf('watch', shippedKinds, undefined)).toSorted());
	const named = roles.flatMap(({rules}) => rules).filter(({resourceNames}) => resourceNames !== undefined);
	expect(named.map(({resources, resourceNames, verbs}) => ({resources, resourceNames, verbs}))).toEqual([
		{resources: ['leases'], resourceNames: ['kubectl-iter8'], verbs: ['get', 'update']},
	]);
});

test('rollouts-role.yaml gives what the table says of rollouts, and the router’s roles beside it', async () => {
	const objects = await objectsOf('rollouts-role.yaml');
	const roles = objects.filter(({rules}) => rules !== undefined);
	expect(roles.map(({kind, metadata}) => `${kind} ${metadata.name}`)).toEqual(['ClusterRole kubectl-iter8-rollouts']);
	const kinds = {...shippedKinds, versions: [inferenceServices, deployments]};
	expect(given(roles)).toEqual(words(accessOf('rollouts', kinds, undefined)).toSorted());
	const bindings = objects.filter(({kind}) => kind.endsWith('Binding'));
	// a namespace that consents binds the rights of rollouts itself
	expect(bindings.map(({kind, metadata, roleRef}) => ({kind, namespace: metadata.namespace, roleRef}))).toEqual([
		{kind: 'ClusterRoleBinding', namespace: undefined, roleRef: rbacRole('ClusterRole')},
		{kind: 'RoleBinding', namespace: 'kube-system', roleRef: rbacRole('Role')},
	]);
	expect(bindings.flatMap(({subjects}) => subjects)).toEqual([rolloutsAccount, rolloutsAccount]);
	const shared = (await objectsOf('daemon-cluster-role.yaml')).filter(({rules}) => rules !== undefined);
	expect(shared.map(({kind, metadata}) => ({kind, name: metadata.name, namespace: metadata.namespace}))).toEqual([
		{kind: 'ClusterRole', name: 'kubectl-iter8', namespace: undefined},
		{kind: 'Role', name: 'kubectl-iter8', namespace: 'kube-system'},
	]);
});

test('the policy of rollouts takes what it knows of an object from that of the router, word for word', async () => {
	const [router] = await policiesOf('router-policy.yaml');
	const [rollouts] = await policiesOf('rollouts-policy.yaml');
	expect(rollouts?.variables.slice(0, router?.variables.length)).toEqual(router?.variables);
	expect(rollouts?.matchConstraints).toEqual(router?.matchConstraints);
	expect(rollouts?.matchConditions.map(({expression}) => expression)).toEqual([
		router?.matchConditions[0]?.expression.replace('kubectl-iter8-router', 'kubectl-iter8-rollouts'),
	]);
});

test('both roles and the policy are about the same account', async () => {
	const accounts = (await Promise.all(['daemon-role.yaml', 'daemon-cluster-role.yaml'].map(objectsOf)))
		.flat()
		.filter(({kind}) => kind === 'ServiceAccount');
	expect(accounts.map(({metadata}) => metadata.name)).toEqual(['kubectl-iter8-router', 'kubectl-iter8-router']);
	const policy = await readFile(join(manifests, 'router-policy.yaml'), 'utf8');
	expect(policy).toContain("request.userInfo.username.endsWith(':kubectl-iter8-router')");
});

test('a model under Istio is what is asked about where there is no app yet', () => {
	expect(kindsOf([], types)).toEqual({
		versions: [inferenceServices],
		resources: [inferenceServices],
		routes: [virtualServices],
	});
});

test('an app asks for rights to the kinds that its routemap names and renders, and the daemon guards all of them', () => {
	const routemap = parseRoutemap(
		routemapConfigMap(
			'oak',
			JSON.stringify({
				versions: [{resources: ['svc', 'deploy', 'cm'].map(gvrShort => ({gvrShort, name: 'oak-0'}))}],
				routingTemplates: {oak: {gvrShort: 'httproute', template: 'x'}},
			}),
		),
	);
	const kinds = kindsOf([routemap], types);
	expect(words(accessOf('deploy', kinds, 'models'))).toEqual(['create deployments.apps']);
	expect(words(accessOf('promote', kinds, 'models'))).toEqual([
		'create configmaps',
		'update configmaps',
		'update deployments.apps',
		'delete deployments.apps',
	]);
	expect(words(accessOf('send-test', kinds, 'models'))).toEqual([
		'get services',
		'get httproutes.gateway.networking.k8s.io',
	]);
	expect(words(accessOf('watch', kinds, 'models'))).toEqual([
		...['get', 'list', 'watch', 'patch'].map(verb => `${verb} configmaps`),
		...['get', 'list', 'watch', 'patch'].map(verb => `${verb} inferenceservices.serving.kserve.io`),
		...['get', 'list', 'watch', 'patch'].map(verb => `${verb} services`),
		...['get', 'list', 'watch', 'patch'].map(verb => `${verb} deployments.apps`),
		...['list', 'watch', 'create', 'patch'].map(verb => `${verb} httproutes.gateway.networking.k8s.io`),
		...['get', 'create', 'update'].map(verb => `${verb} leases.coordination.k8s.io`),
		...['create', 'patch'].map(verb => `${verb} events`),
	]);
});

test('check asks once for each right that some verb or the daemon needs', () => {
	const needed = neededAccess(kindsOf([], types), 'models');
	const told = (who: 'verbs' | 'daemon'): readonly string[] =>
		words(needed.filter(each => each.who === who).map(({access}) => access));
	expect(told('verbs')).toEqual([
		...['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'].map(verb => `${verb} configmaps`),
		...['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'].map(
			verb => `${verb} inferenceservices.serving.kserve.io`,
		),
		...['get', 'list', 'watch', 'create', 'patch', 'delete'].map(verb => `${verb} virtualservices.networking.istio.io`),
		...['get', 'create', 'patch', 'delete'].map(verb => `${verb} services`),
		'get leases.coordination.k8s.io',
	]);
	expect(told('daemon')).toEqual(words(accessOf('watch', kindsOf([], types), 'models')));
});
