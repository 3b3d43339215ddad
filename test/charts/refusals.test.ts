import {expect, test} from 'vitest';
import {chartObjects} from '../../source/charts/chart-objects.ts';
import {parseYaml} from '../../source/routemap/yaml.ts';
import {objectsOf, routeAt} from './rendered.ts';

const routing = 'appType: kserve\nappName: wisdom\naction: initialize\nstrategy: canary\n';
const release = 'environment: deployment-istio\napplication:\n  strategy: canary\n  versions:\n  - image: httpbin\n';

function refused(text: string): string {
	try {
		chartObjects(text, {release: 'wisdom', namespace: 'models'});
	} catch (error) {
		return (error as Error).message;
	}

	return 'taken';
}

test.each([
	[
		'',
		"no values of Iter8's charts: routing-actions has appType, appName, action, strategy, appVersions; release has environment, application",
	],
	['- a', 'a values file is a mapping of keys to values'],
	['a: [', 'line 1, column 5: unexpected end of the stream within a flow collection'],
	[
		`${routing}environment: kserve`,
		'appType, appName, action, strategy, environment belong to two charts of Iter8: use the keys of one, routing-actions or release',
	],
	[`${routing}appVersion: []`, 'unknown key appVersion; did you mean appVersions?'],
	[`${routing}appVersions: [{wieght: 1}]`, 'unknown key appVersions[0].wieght; did you mean weight?'],
	[`${routing}appVersions: [{zz: 1}]`, 'unknown key appVersions[0].zz; known here are: name, namespace, weight, match'],
	[`${routing}appVersions: {a: b}`, 'appVersions is {"a":"b"}, not a list'],
	[`${routing}appVersions: [wisdom]`, 'appVersions[0] is "wisdom", not a mapping'],
	[`${routing}appVersions: [{name: 12}]`, 'appVersions[0].name is 12, not a text: put it in quotes'],
	[
		`${routing}appVersions: [{name: Sage}]`,
		'appVersions[0].name is "Sage", which no object may be called: it is not made of lower-case letters, digits and "-", beginning with a letter and ending with a letter or digit',
	],
	[
		`${routing}appVersions: [{name: sage}, {name: owl}, {name: sage}]`,
		'appVersions[0] and appVersions[2] are both called sage: each version needs a name of its own',
	],
	[`${routing}appVersions: [{weight: -1}]`, 'appVersions[0].weight is -1, not a whole number from 0 to 2147483647'],
	[`${routing}appVersions: [{weight: 1.5}]`, 'appVersions[0].weight is 1.5, not a whole number from 0 to 2147483647'],
	[
		`${routing}appVersions: [{weight: 2147483648}]`,
		'appVersions[0].weight is 2147483648, not a whole number from 0 to 2147483647',
	],
	[
		`${routing.replace('canary', 'blue-green')}appVersions: [{weight: 0}, {weight: 0}]`,
		'appVersions: every weight is 0, so no version would get a request',
	],
	[`${routing}appPort: 0`.replace('kserve', 'deployment'), 'appPort is 0, not a whole number from 1 to 65535'],
	[routing.replace('kserve', 'kserv'), "Unknown appType: 'kserv'; did you mean kserve?"],
	[routing.replace('canary', 'mirror'), "Unknown strategy: 'mirror'; there are: canary, blue-green"],
	[routing.replace('initialize', 'init'), "Unknown action: 'init'; did you mean initialize?"],
	[routing.replace('action: initialize', ''), 'action is required: initialize or modify-weights'],
	[routing.replace('appName: wisdom', ''), 'appName is required'],
	[routing.replace('initialize', 'modify-weights'), 'the strategy canary has no weights to modify'],
	[
		routing.replace('initialize', 'modify-weights').replace('canary', 'blue-green'),
		'appVersions is required: modify-weights needs the weight of each version',
	],
	[
		`${routing}appVersions: [{}, {match: [{}]}]`,
		'appVersions[1].match[0]: it is empty, so it would take every request',
	],
	[
		`${routing}appVersions: [{}, {match: [{headers: {a: {exakt: b}}}]}]`,
		'appVersions[1].match[0]: headers a has the unknown key "exakt"; do you mean exact?',
	],
	[
		`${routing}appVersions: [{}, {match: [{uri: {exact: v2}}]}]`,
		'appVersions[1].match[0]: uri exact v2 never holds: paths begin with "/"',
	],
	[
		'application: {}',
		'environment is required: one of deployment, deployment-gtw, deployment-istio, kserve, kserve-0.11, kserve-0.10, kserve-modelmesh-istio',
	],
	['environment: kserve', 'application is required'],
	['environment: kserve\napplication: {}', 'application.versions is required: at least one version, the primary'],
	[
		release.replace('deployment-istio', 'deployment-isto'),
		"Unknown environment: 'deployment-isto'; did you mean deployment-istio?",
	],
	[
		release.replace('deployment-istio', 'deployment'),
		'unknown or invalid application strategy (canary) for environment (deployment); there are: none',
	],
	[release.replace('image', 'imgae'), 'unknown key application.versions[0].imgae; did you mean image?'],
	[
		release.replace('image: httpbin', 'port: 80'),
		'application.versions[0].image is required: where deploymentSpecification is absent',
	],
	[
		release.replace('deployment-istio', 'kserve').replace('image: httpbin', 'storageUri: s3://a'),
		'application.versions[0].modelFormat is required: here or in application, where inferenceServiceSpecification is absent',
	],
	[
		release.replace('image: httpbin', 'deploymentSpecification: {metadata: {}}'),
		'application.versions[0].deploymentSpecification.spec is required',
	],
	[
		release.replace('image: httpbin', 'metadata: {labels: {version: 1}}'),
		'application.versions[0].metadata.labels.version is 1, not a text: put it in quotes',
	],
	[
		`${release.replace('canary', 'mirror')}  - {image: a, weight: 101}`,
		'application.versions[1].weight is 101, not a whole number from 0 to 100',
	],
	[
		`${release.replace('deployment-istio', 'deployment-gtw').replace('canary', 'blue-green')}  - {image: a, weight: 1000001}`,
		'application.versions[1].weight is 1000001, not a whole number from 0 to 1000000',
	],
	[
		`${release.replace('istio', 'gtw')}  - {image: a, match: [{uri: {exact: /}}], matches: [{}]}`,
		'application.versions[1].matches and application.versions[1].match say the same thing: give one of them',
	],
	[`gateway: A/b/c\n${release}`, 'gateway is "A/b/c", which no gateway can be called'],
])('what is wrong is said with its key: %j', (text, message) => {
	expect(refused(text)).toBe(message);
});

test('an app without a name is called as the release, if that has a name that it may have', () => {
	expect(() => chartObjects(release, {namespace: 'models'})).toThrow(
		'application.metadata.name is required: without it an app is called as the Helm release, --release NAME',
	);
	expect(() => chartObjects(release, {release: 'Wisdom', namespace: 'models'})).toThrow(
		'the release is called "Wisdom", as no app may be called: it is not made of',
	);
});

const split = {headers: {a: {exact: 'b'}}};

test.each([
	['a clause without headers joins the one before', [split, {uri: {exact: '/'}}], [{...split, uri: {exact: '/'}}]],
	['one with headers stands alone', [{uri: {exact: '/'}}, split], [{uri: {exact: '/'}}, split]],
	[
		'one that cannot join stands alone, too',
		[{uri: {exact: '/'}}, {uri: {exact: '/v2'}}],
		[{uri: {exact: '/'}}, {uri: {exact: '/v2'}}],
	],
])('clauses are read as the charts write them: %s', (_, match, expected) => {
	const versions = [{}, {match}].map(version => ({image: 'httpbin', ...version}));
	const objects = objectsOf({environment: 'deployment-istio', application: {strategy: 'canary', versions}});
	expect(routeAt(objects, 1, 1)).toMatchObject({spec: {http: [{match: expected}, {name: 'wisdom-0'}]}});
});

test('values that none of the routes use are no fault', () => {
	const values = parseYaml(`${routing}mirrorPercentage: 100\nappPort: 8000\nappVersions: [{match: [{uri: no}]}]`);
	expect(objectsOf(values)).toHaveLength(3);
});
