import {expect, test} from 'vitest';
import type {AppSpec, Components} from '../../source/routing/app-spec.ts';
import {land, tableOf} from './landing.ts';

const both: Components = {transformer: true, explainer: true};
const transformer: Components = {transformer: true, explainer: false};

const wisdom: AppSpec = {
	name: 'wisdom',
	namespace: 'models',
	appType: 'kserve-standard',
	mesh: 'istio',
	strategy: 'canary',
	versions: [
		{name: 'wisdom-0', components: both},
		{name: 'wisdom-1', components: transformer},
		{name: 'wisdom-2'},
		{name: 'wisdom-3', components: {transformer: false, explainer: false, predictor: 'next'}},
	],
};

const paths = ['/', '/v1/models/wisdom:predict', '/v2/models/wisdom/infer', '/v1/models/wisdom:explain'];

/** Where requests of some paths end, and under which path, when the version at an index gets all. */
function landings(app: AppSpec, index: number): readonly string[] {
	const weights =
		app.strategy === 'blue-green' ? app.versions.map((_, each) => (each === index ? 1 : 0)) : [1, 1, 1, 1];
	const headers: Readonly<Record<string, string>> =
		app.strategy === 'canary' && index > 0 ? {traffic: `test-${index}`} : {};
	return paths.map(path => {
		const landing = land(app, tableOf(app, weights), {path, headers});
		const place = app.appType === 'kserve-knative' ? landing?.host : landing?.place;
		return `${place?.split('.')[0]} ${landing?.path}`;
	});
}

const clauses = (index: number) => [{headers: {traffic: {exact: `test-${index}`}}}];
const canary: AppSpec = {
	...wisdom,
	versions: wisdom.versions.map((version, index) => (index === 0 ? version : {...version, match: clauses(index)})),
};

const entries = (entry: string, version: string) => [
	`${entry} /v2/models/${version}/infer`,
	`${entry} /v1/models/${version}:predict`,
	`${entry} /v2/models/${version}/infer`,
];
const expected = [
	[...entries('wisdom-0-transformer', 'wisdom-0'), 'wisdom-0-explainer /v1/models/wisdom-0:explain'],
	[...entries('wisdom-1-transformer', 'wisdom-1'), 'wisdom-1-transformer /v1/models/wisdom-1:explain'],
	[...entries('wisdom-2-predictor', 'wisdom-2'), 'wisdom-2-predictor /v1/models/wisdom-2:explain'],
	[...entries('wisdom-3-next-predictor', 'wisdom-3'), 'wisdom-3-next-predictor /v1/models/wisdom-3:explain'],
];

test.each(
	(['kserve-standard', 'kserve-knative'] as const).flatMap(appType =>
		(['istio', 'gateway-api'] as const).flatMap(mesh =>
			(['canary', 'blue-green'] as const).map(strategy => ({appType, mesh, strategy})),
		),
	),
)('$appType over $mesh, $strategy: requests go through transformers, explanations to explainers', change => {
	const app = {...(change.strategy === 'canary' ? canary : wisdom), ...change};
	expect(app.versions.map((_, index) => landings(app, index))).toEqual(expected);
});
