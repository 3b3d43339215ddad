import type {FlagTable} from './flag.ts';

/** The flags that every verb takes. Those of kubectl mean what they mean there (k8s.io/cli-runtime, `config_flags.go`). */
export const globalFlags = {
	as: {
		type: 'string',
		help: 'Username to impersonate for the operation; can be a regular user or a service account in a namespace',
	},
	asGroup: {type: 'list', help: 'Group to impersonate for the operation; can be repeated'},
	asUid: {type: 'string', help: 'UID to impersonate for the operation'},
	asUserExtra: {
		type: 'list',
		placeholder: 'KEY=VALUE',
		help: 'User extras to impersonate for the operation; can be repeated, also for values of the same key',
	},
	certificateAuthority: {
		type: 'string',
		placeholder: 'FILE',
		help: "File with the certificate authority of the API server's certificate",
	},
	clientCertificate: {type: 'string', placeholder: 'FILE', help: 'File with a client certificate for TLS'},
	clientKey: {type: 'string', placeholder: 'FILE', help: 'File with the key of the client certificate'},
	cluster: {type: 'string', placeholder: 'NAME', completes: 'clusters', help: 'Cluster of the kubeconfig to use'},
	context: {type: 'string', placeholder: 'NAME', completes: 'contexts', help: 'Context of the kubeconfig to use'},
	help: {type: 'boolean', short: 'h', help: 'Show help and do nothing else'},
	insecureSkipTlsVerify: {
		type: 'boolean',
		help: "Do not check the API server's certificate, which makes connections insecure",
	},
	kubeconfig: {type: 'string', placeholder: 'FILE', help: 'Kubeconfig file to use'},
	namespace: {
		type: 'string',
		short: 'n',
		placeholder: 'NAMESPACE',
		help: "Namespace to work in; without it the context's, else default",
	},
	noColor: {type: 'boolean', help: 'Print without colours, as a non-empty NO_COLOR does'},
	requestTimeout: {
		type: 'duration',
		default: '0',
		help: 'Time to wait for one answer of the API server, in seconds or with a unit (1s, 2m, 3h); 0 waits for ever',
	},
	server: {type: 'string', short: 's', placeholder: 'URL', help: 'Address and port of the API server'},
	tlsServerName: {
		type: 'string',
		placeholder: 'NAME',
		help: "Host name to expect in the API server's certificate; without it the one used to reach the server",
	},
	token: {type: 'string', help: 'Bearer token for the API server'},
	user: {type: 'string', placeholder: 'NAME', completes: 'users', help: 'User of the kubeconfig to use'},
	v: {
		type: 'integer',
		short: 'v',
		default: 0,
		help: 'Log level; from 6 on errors are shown with their causes and stack',
	},
} as const satisfies FlagTable;
