import type {ModelName} from '../../testbed/models.ts';
import {imageOf, podPort} from './pods.ts';

/** Path at which every version answers: all serve the model under one name. */
export const inferPath = '/v2/models/wisdom/infer';

/**
 * The primary as an operator has it: a Deployment with its Service, whose pods serve on for 5 s after they were told to end. A rule for
 * each version has the gateway close idle connections before uvicorn does, as the operator's guide asks for.
 */
export function primaryYaml(model: ModelName): string {
	return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: wisdom-0
  labels: {app.kubernetes.io/name: wisdom, app.kubernetes.io/version: v0, iter8.tools/watch: "true"}
spec:
  replicas: 1
  selector: {matchLabels: {app: wisdom-0}}
  template:
    metadata: {labels: {app: wisdom-0}}
    spec:
      containers:
        - name: model
          image: ${imageOf(model)}
          ports: [{containerPort: ${podPort}}]
          lifecycle: {preStop: {sleep: {seconds: 5}}}
---
apiVersion: v1
kind: Service
metadata:
  name: wisdom-0
  labels: {app.kubernetes.io/name: wisdom, app.kubernetes.io/version: v0, iter8.tools/watch: "true"}
spec:
  selector: {app: wisdom-0}
  ports: [{name: http, port: 80, targetPort: ${podPort}}]
${['wisdom-0', 'wisdom-1'].map(ruleYaml).join('')}`;
}

function ruleYaml(name: string): string {
	return `---
apiVersion: networking.istio.io/v1beta1
kind: DestinationRule
metadata: {name: ${name}}
spec:
  host: ${name}.default.svc.cluster.local
  trafficPolicy: {connectionPool: {http: {idleTimeout: 3s}}}
`;
}

/** What there is of the app while it runs, and what `cleanup --all` takes away. */
export const deploymentPaths = {
	route: '/apis/networking.istio.io/v1beta1/namespaces/default/virtualservices/wisdom',
	primary: '/apis/apps/v1/namespaces/default/deployments/wisdom-0',
	primaryService: '/api/v1/namespaces/default/services/wisdom-0',
	candidate: '/apis/apps/v1/namespaces/default/deployments/wisdom-1',
	candidateService: '/api/v1/namespaces/default/services/wisdom-1',
	routemap: '/api/v1/namespaces/default/configmaps/wisdom-routemap',
	record: '/api/v1/namespaces/default/configmaps/wisdom-rollout',
	service: '/api/v1/namespaces/default/services/wisdom',
};
