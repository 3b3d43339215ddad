import {fieldAt, listAt, type KubeObject} from '../../../source/objects/object.ts';

export const paths = {
	route: '/apis/networking.istio.io/v1beta1/namespaces/default/virtualservices/wisdom',
	primary: '/apis/serving.kserve.io/v1beta1/namespaces/default/inferenceservices/wisdom-0',
	candidate: '/apis/serving.kserve.io/v1beta1/namespaces/default/inferenceservices/wisdom-1',
	routemap: '/api/v1/namespaces/default/configmaps/wisdom-routemap',
	service: '/api/v1/namespaces/default/services/wisdom',
};

const gateway = 'knative-local-gateway.istio-system.svc.cluster.local';

function rule(version: string): Readonly<Record<string, unknown>> {
	return {
		name: version,
		rewrite: {uri: `/v2/models/${version}/infer`},
		route: [
			{
				destination: {host: gateway},
				headers: {
					request: {set: {Host: `${version}-predictor.default.svc.cluster.local`}},
					response: {add: {'app-version': version}},
				},
			},
		],
	};
}

const head = {
	gateways: ['knative-serving/knative-ingress-gateway', 'knative-serving/knative-local-gateway', 'mesh'],
	hosts: ['wisdom.default', 'wisdom.default.svc', 'wisdom.default.svc.cluster.local'],
};

/** The tutorial's route (Iter8 chart routing-actions, kserve with canary) while only the primary is up. */
export const primaryOnly = {...head, http: [rule('wisdom-0')]};

/** The same while the candidate is up too. */
export const withCandidate = {
	...head,
	http: [{match: [{headers: {traffic: {exact: 'test'}}}], ...rule('wisdom-1')}, rule('wisdom-0')],
};

/** Names of a VirtualService's rules, in their order. */
export function ruleNames(route: KubeObject | undefined): readonly unknown[] {
	return listAt(route, 'spec', 'http').map(rule => fieldAt(rule, 'name'));
}

export function isReady(object: KubeObject | undefined): boolean {
	const status = object?.['status'] as {conditions?: readonly {type: string; status: string}[]} | undefined;
	return status?.conditions?.some(({type, status: value}) => type === 'Ready' && value === 'True') ?? false;
}
