/** The versions of the real parts. A part is built anew when its version here changes. */
export const versions = {
	kubernetes: '1.36.1',
	istio: '0.0.0-20260827124520-eed52ebb66ad',
	istioApi: '1.26.0',
	gatewayApi: '1.4.0',
	kserve: '0.15.2',
	realKserve: '0.20.0',
	/** The one that KServe itself is built with. */
	knative: '0.48.1',
	envoy: '1.40.0',
	mlserver: '1.7.1',
} as const;
