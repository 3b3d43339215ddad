import type {KubeObject, ObjectMeta} from '../../source/objects/object.ts';

/** An InferenceService `models/NAME` that Iter8 watches, with a status as given; Ready by default. */
export function inferenceService(
	name: string,
	status: unknown = {conditions: [{type: 'Ready', status: 'True'}]},
	metadata: Partial<ObjectMeta> = {},
): KubeObject {
	return {
		apiVersion: 'serving.kserve.io/v1beta1',
		kind: 'InferenceService',
		metadata: {name, namespace: 'models', labels: {'iter8.tools/watch': 'true'}, ...metadata},
		spec: {predictor: {model: {modelFormat: {name: 'sklearn'}, storageUri: `gs://models/${name}`}}},
		status,
	};
}

/** The ConfigMap `models/NAME` that blue-green rollouts keep a version's weight on. */
export function weightConfig(name: string, weight: string, metadata: Partial<ObjectMeta> = {}): KubeObject {
	return {
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {
			name,
			namespace: 'models',
			labels: {'iter8.tools/watch': 'true'},
			annotations: {'iter8.tools/weight': weight},
			...metadata,
		},
	};
}

/** A routemap ConfigMap `models/NAME`. */
export function routemapConfigMap(name: string, strSpec: unknown, metadata: Partial<ObjectMeta> = {}): KubeObject {
	return {
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {
			name,
			namespace: 'models',
			uid: `${name}-uid`,
			labels: {'iter8.tools/kind': 'routemap', 'iter8.tools/version': 'v0.16'},
			...metadata,
		},
		data: {strSpec},
	};
}

/** A canary of two InferenceServices, in the shape of Iter8's routemaps of v0.16. */
export const canarySpec = `
versions:
- resources:
  - {gvrShort: isvc, name: wisdom-0, namespace: models}
- resources:
  - {gvrShort: isvc, name: wisdom-1, namespace: models}
routingTemplates:
  canary:
    gvrShort: vs
    template: |
      apiVersion: networking.istio.io/v1beta1
      kind: VirtualService
      metadata:
        name: wisdom
      spec:
        hosts: [wisdom.models]
        http:
        {{- if gt (index .Weights 1) 0 }}
        - name: candidate
          match:
          - headers:
              traffic: {exact: test}
          route:
          - destination: {host: gateway}
            headers:
              response: {add: {app-version: wisdom-1}}
        {{- end }}
        - name: primary
          route:
          - destination: {host: gateway}
            headers:
              response: {add: {app-version: wisdom-0}}
`;

/** A blue-green of two versions whose weights stand on ConfigMaps that come last, in the shape of Iter8's routemaps of v1.1. */
export const blueGreenSpec = `
versions:
- weight: 90
  resources:
  - gvrShort: isvc
    name: wisdom-0
    namespace: # the routemap's own
  - gvrShort: cm
    name: wisdom-0-weight-config
- weight: 10
  resources:
  - gvrShort: isvc
    name: wisdom-1
  - gvrShort: cm
    name: wisdom-1-weight-config
routingTemplates:
  wisdom-vs:
    gvrShort: vs
    template: |
      {{- $total := 0 }}
      apiVersion: networking.istio.io/v1beta1
      kind: VirtualService
      metadata:
        name: wisdom
        namespace: {{ .Namespace }}
      spec:
        hosts: [wisdom.{{ .Namespace }}]
        http:
        - route:
          {{- range $index, $version := .Versions }}
          {{- $weight := index $.Weights $index }}
          {{- if gt $weight 0 }}
          - destination: {host: {{ (index $version.Resources 0).Name }}-predictor}
            weight: {{ $weight }}
          {{- end }}
          {{- end }}
`;
