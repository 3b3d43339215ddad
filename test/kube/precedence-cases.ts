/** What a command line, an environment and files lead to. `{name}` stands for what `startRecorder` puts there. */
export interface PrecedenceCase {
	readonly title: string;
	/** Files under HOME. */
	readonly files?: Readonly<Record<string, string>>;
	readonly env?: Readonly<Record<string, string>>;
	readonly flags?: readonly string[];
	/** The request that results: server and path prefix, namespace, and what it says of who asks; or `refused`. */
	readonly asks: string;
	/** What kubectl does otherwise, and why we do not do the same. */
	readonly kubectl?: {readonly asks: string; readonly why: string};
}

const kubeconfig = `
apiVersion: v1
kind: Config
clusters:
- {name: tls, cluster: {server: "https://{tls}", certificate-authority: "{ca}"}}
- {name: other, cluster: {server: "https://{other}/k8s/clusters/c-abc/", certificate-authority-data: "{caData}"}}
- {name: named, cluster: {server: "https://{tls}", certificate-authority: "{ca}", tls-server-name: api.test}}
- {name: insecure, cluster: {server: "https://{other}", insecure-skip-tls-verify: true}}
- {name: both, cluster: {server: "https://{other}", insecure-skip-tls-verify: true, certificate-authority: "{ca}"}}
- {name: plain, cluster: {server: "http://{plain}"}}
- {name: nowhere, cluster: {certificate-authority: "{ca}"}}
users:
- {name: ann, user: {token: anns}}
- {name: bob, user: {username: bob, password: hunter2}}
- {name: file, user: {tokenFile: token}}
- {name: token-and-file, user: {token: kept, tokenFile: token}}
- {name: token-and-lost-file, user: {token: kept, tokenFile: lost}}
- {name: empty-file, user: {tokenFile: empty}}
- {name: token-and-basic, user: {token: kept, username: bob, password: hunter2}}
- {name: file-and-basic, user: {tokenFile: token, username: bob, password: hunter2}}
- {name: cert, user: {client-certificate: "{certificate}", client-key-data: "{keyData}"}}
- {name: cert-and-token, user: {client-certificate: "{certificate}", client-key: "{key}", token: kept}}
- {name: cert-alone, user: {client-certificate: "{certificate}"}}
- {name: key-alone, user: {client-key: "{key}", token: kept}}
- {name: cert-twice, user: {client-certificate: "{certificate}", client-certificate-data: "{certificateData}", client-key: "{key}"}}
- {name: exec, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login, interactiveMode: Never}}}
- {name: exec-and-token, user: {token: kept, exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login, interactiveMode: Never}}}
- {name: exec-and-cert, user: {client-certificate: "{certificate}", client-key: "{key}", exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login, interactiveMode: Never}}}
- {name: as, user: {token: kept, as: jane, as-uid: "7", as-groups: [devs], as-user-extra: {reason: [audit], scope: [a]}}}
- {name: groups, user: {token: kept, as-groups: [devs]}}
contexts:
- {name: dev, context: {cluster: tls, user: ann, namespace: dev}}
- {name: prod, context: {cluster: other, user: bob}}
- {name: named, context: {cluster: named, user: ann}}
- {name: insecure, context: {cluster: insecure, user: ann}}
- {name: both, context: {cluster: both, user: ann}}
- {name: plain, context: {cluster: plain, user: ann}}
- {name: as, context: {cluster: tls, user: as}}
- {name: lost, context: {cluster: lost, user: ann}}
- {name: stranger, context: {cluster: tls, user: lost}}
- {name: no-user, context: {cluster: tls}}
- {name: no-cluster, context: {user: ann}}
- {name: nowhere, context: {cluster: nowhere, user: ann}}
- {name: explicit, context: {cluster: tls, user: ann, namespace: default}}
current-context: dev
`;
const login = `#!/bin/sh
echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"issued"}}'
`;
const home = {
	'.kube/config': kubeconfig,
	'.kube/token': 'filed\n',
	'.kube/empty': '',
	'.kube/login': login,
	'other-token': 'x',
};
const small = (name: string, rest = '') => `
clusters: [{name: c, cluster: {server: "https://{tls}/${name}", certificate-authority: "{ca}"}}]
users: [{name: u, user: {token: ${name}}}]
contexts: [{name: x, context: {cluster: c, user: u, namespace: ${name}}}]
${rest}`;
const pod = {
	env: {KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: '{tlsPort}'},
	files: {'serviceaccount/token': 'pods\n', 'serviceaccount/ca.crt': '{caPem}', 'serviceaccount/namespace': 'team\n'},
};
const inPod = {...pod.env};

const files = home;
export const precedenceCases: readonly PrecedenceCase[] = [
	{title: 'the current context', files, asks: '?'},
	{title: '--context', files, flags: ['--context', 'prod'], asks: '?'},
	{title: '--context that is not there', files, flags: ['--context', 'nope'], asks: '?'},
	{title: '--cluster', files, flags: ['--cluster', 'other'], asks: '?'},
	{title: '--cluster that is not there', files, flags: ['--cluster', 'nope'], asks: '?'},
	{
		title: '--cluster that is not there, and --server',
		files,
		flags: ['--cluster', 'nope', '--server', 'https://{tls}'],
		asks: '?',
	},
	{title: '--user', files, flags: ['--user', 'bob'], asks: '?'},
	{title: '--user that is not there', files, flags: ['--user', 'nope'], asks: '?'},
	{title: '-n over the context', files, flags: ['-n', 'mine'], asks: '?'},
	{title: 'no namespace in the context', files, flags: ['--context', 'named'], asks: '?'},
	{title: 'POD_NAMESPACE outside a pod', files, env: {POD_NAMESPACE: 'pods'}, flags: ['--context', 'named'], asks: '?'},
	{title: 'a context whose cluster is not there', files, flags: ['--context', 'lost'], asks: '?'},
	{
		title: 'a context whose cluster is not there, and --server',
		files,
		flags: ['--context', 'lost', '--server', 'https://{tls}', '--certificate-authority', '{ca}'],
		asks: '?',
	},
	{title: 'a context without cluster', files, flags: ['--context', 'no-cluster'], asks: '?'},
	{
		title: 'a context without cluster, and --cluster',
		files,
		flags: ['--context', 'no-cluster', '--cluster', 'tls'],
		asks: '?',
	},
	{title: 'a context whose user is not there', files, flags: ['--context', 'stranger'], asks: '?'},
	{
		title: 'a context whose user is not there, and --token',
		files,
		flags: ['--context', 'stranger', '--token', 'given'],
		asks: '?',
	},
	{title: 'a context without user', files, flags: ['--context', 'no-user'], asks: '?'},
	{title: 'a context without user, and --user', files, flags: ['--context', 'no-user', '--user', 'ann'], asks: '?'},
	{title: 'a cluster without server', files, flags: ['--context', 'nowhere'], asks: '?'},
	{title: '--server', files, flags: ['--server', 'https://{other}'], asks: '?'},
	{title: '--server with a path', files, flags: ['--server', 'https://{other}/k8s/x'], asks: '?'},
	{title: '--server with slashes at its end', files, flags: ['-s', 'https://{other}/k8s/x//'], asks: '?'},
	{title: '--server with a query', files, flags: ['-s', 'https://{other}/k8s?a=b#c'], asks: '?'},
	{title: '--server in capitals', files, flags: ['-s', 'HTTPS://{other}'], asks: '?'},
	{title: '--server without scheme', files, flags: ['--server', '{plain}', '--cluster', 'plain'], asks: '?'},
	{title: '--server without scheme, where an authority is known', files, flags: ['--server', '{tls}'], asks: '?'},
	{
		title: '--server without scheme, to a plain server, where an authority is known',
		files,
		flags: ['--server', '{plain}'],
		asks: '?',
	},
	{title: '--server of IPv6', files, flags: ['--server', 'https://{v6}', '--insecure-skip-tls-verify'], asks: '?'},
	{title: '--server of an unknown scheme', files, flags: ['--server', 'ftp://{plain}'], asks: '?'},
	{
		title: '--server with a name and password',
		files,
		flags: ['--server', 'https://joe:secret@{tls}', '--context', 'no-user'],
		asks: '?',
	},
	{
		title: '--server with a name and password, and a token',
		files,
		flags: ['--server', 'https://joe:secret@{tls}'],
		asks: '?',
	},
	{title: 'an empty --server', files, flags: ['--server='], asks: '?'},
	{
		title: '--server drops the tls-server-name',
		files,
		flags: ['--context', 'named', '--server', 'https://{tls}'],
		asks: '?',
	},
	{title: 'tls-server-name', files, flags: ['--context', 'named'], asks: '?'},
	{title: '--tls-server-name', files, flags: ['--tls-server-name', 'api.test'], asks: '?'},
	{title: '--tls-server-name of another', files, flags: ['--tls-server-name', 'other.test'], asks: '?'},
	{title: 'no secrets without TLS', files, flags: ['--context', 'plain'], asks: '?'},
	{title: '--as without TLS', files, flags: ['--context', 'plain', '--as', 'jane'], asks: '?'},
	{title: 'insecure-skip-tls-verify', files, flags: ['--context', 'insecure'], asks: '?'},
	{title: 'insecure-skip-tls-verify beside an authority', files, flags: ['--context', 'both'], asks: '?'},
	{
		title: '--insecure-skip-tls-verify beside the file’s authority',
		files,
		flags: ['--insecure-skip-tls-verify'],
		asks: '?',
	},
	{
		title: '--insecure-skip-tls-verify=false',
		files,
		flags: ['--context', 'insecure', '--insecure-skip-tls-verify=false'],
		asks: '?',
	},
	{
		title: '--certificate-authority beside the file’s insecure-skip-tls-verify',
		files,
		flags: ['--context', 'insecure', '--certificate-authority', '{ca}'],
		asks: '?',
	},
	{
		title: '--certificate-authority and --insecure-skip-tls-verify',
		files,
		flags: ['--certificate-authority', '{ca}', '--insecure-skip-tls-verify'],
		asks: '?',
	},
	{
		title: '--certificate-authority over certificate-authority-data',
		files,
		flags: ['--context', 'prod', '--certificate-authority', '{home}/other-token'],
		asks: '?',
	},
	{
		title: '--certificate-authority that is not there',
		files,
		flags: ['--certificate-authority', '{home}/lost'],
		asks: '?',
	},
	{title: 'a token', files, flags: ['--user', 'ann'], asks: '?'},
	{title: '--token', files, flags: ['--token', 'given'], asks: '?'},
	{title: '--token over a password', files, flags: ['--user', 'bob', '--token', 'given'], asks: '?'},
	{title: '--token over a token file', files, flags: ['--user', 'file', '--token', 'given'], asks: '?'},
	{title: '--token over a plugin', files, flags: ['--user', 'exec', '--token', 'given'], asks: '?'},
	{title: '--token beside a certificate', files, flags: ['--user', 'cert', '--token', 'given'], asks: '?'},
	{title: 'a token file', files, flags: ['--user', 'file'], asks: '?'},
	{title: 'a token file over a token', files, flags: ['--user', 'token-and-file'], asks: '?'},
	{title: 'a token file that is not there, and a token', files, flags: ['--user', 'token-and-lost-file'], asks: '?'},
	{title: 'an empty token file', files, flags: ['--user', 'empty-file'], asks: '?'},
	{title: 'a token and a password', files, flags: ['--user', 'token-and-basic'], asks: '?'},
	{title: 'a token file and a password', files, flags: ['--user', 'file-and-basic'], asks: '?'},
	{title: 'a certificate', files, flags: ['--user', 'cert'], asks: '?'},
	{title: 'a certificate and a token', files, flags: ['--user', 'cert-and-token'], asks: '?'},
	{title: 'a certificate without key', files, flags: ['--user', 'cert-alone'], asks: '?'},
	{title: 'a key without certificate', files, flags: ['--user', 'key-alone'], asks: '?'},
	{title: 'a certificate twice', files, flags: ['--user', 'cert-twice'], asks: '?'},
	{
		title: '--client-certificate and --client-key',
		files,
		flags: ['--client-certificate', '{certificate}', '--client-key', '{key}'],
		asks: '?',
	},
	{
		title: '--client-certificate over the file’s',
		files,
		flags: ['--user', 'cert', '--client-certificate', '{home}/other-token'],
		asks: '?',
	},
	{title: '--client-key over the file’s data', files, flags: ['--user', 'cert', '--client-key', '{key}'], asks: '?'},
	{title: 'a credential plugin', files, flags: ['--user', 'exec'], asks: '?'},
	{title: 'a token over a credential plugin', files, flags: ['--user', 'exec-and-token'], asks: '?'},
	{title: 'a certificate over a credential plugin', files, flags: ['--user', 'exec-and-cert'], asks: '?'},
	{
		title: '--as',
		files,
		flags: [
			'--as',
			'jane',
			'--as-group',
			'a',
			'--as-group',
			'b',
			'--as-uid',
			'7',
			'--as-user-extra',
			'k=1',
			'--as-user-extra',
			'k=2',
		],
		asks: '?',
	},
	{title: '--as over as', files, flags: ['--context', 'as', '--as', 'joe'], asks: '?'},
	{title: 'as', files, flags: ['--context', 'as'], asks: '?'},
	{title: '--as-group over as-groups', files, flags: ['--context', 'as', '--as-group', 'ops'], asks: '?'},
	{
		title: '--as-user-extra beside as-user-extra',
		files,
		flags: ['--context', 'as', '--as-user-extra', 'scope=b'],
		asks: '?',
	},
	{title: '--as-group alone', files, flags: ['--as-group', 'ops'], asks: '?'},
	{title: 'as-groups alone', files, flags: ['--user', 'groups'], asks: '?'},
	{title: '--as of a name beyond ASCII', files, flags: ['--as', 'jürgen'], asks: '?'},
	{title: '--as with a line break', files, flags: ['--as', 'a\nb'], asks: '?'},
	{title: 'a token with a line break', files, flags: ['--token', 'a\nb'], asks: '?'},
	{title: 'a token beyond ASCII', files, flags: ['--token', 'größe'], asks: '?'},
	{
		title: 'KUBECONFIG over ~/.kube/config',
		files: {...home, a: small('a', 'current-context: x')},
		env: {KUBECONFIG: '{home}/a'},
		asks: '?',
	},
	{
		title: '--kubeconfig over KUBECONFIG',
		files: {...home, a: small('a', 'current-context: x'), b: small('b', 'current-context: x')},
		env: {KUBECONFIG: '{home}/a'},
		flags: ['--kubeconfig', '{home}/b'],
		asks: '?',
	},
	{
		title: 'an empty --kubeconfig',
		files: {...home, a: small('a', 'current-context: x')},
		env: {KUBECONFIG: '{home}/a'},
		flags: ['--kubeconfig='],
		asks: '?',
	},
	{title: 'an empty KUBECONFIG', files, env: {KUBECONFIG: ''}, asks: '?'},
	{title: '--kubeconfig that is not there', files, flags: ['--kubeconfig', '{home}/lost'], asks: '?'},
	{title: '--kubeconfig that is a folder', files, flags: ['--kubeconfig', '{home}/.kube'], asks: '?'},
	{title: 'an empty file', files: {...home, a: ''}, flags: ['--kubeconfig', '{home}/a'], asks: '?'},
	{
		title: 'several files: the first says most',
		files: {a: small('a'), b: small('b', 'current-context: x')},
		env: {KUBECONFIG: '{home}/a:{home}/b'},
		asks: '?',
	},
	{
		title: 'several files: one is not there, one is named twice, one is nothing',
		files: {b: small('b', 'current-context: x')},
		env: {KUBECONFIG: '{home}/lost::{home}/b:{home}/b'},
		asks: '?',
	},
	{title: 'several files: none is there', files, env: {KUBECONFIG: '{home}/lost:{home}/lost2'}, asks: '?'},
	{
		title: 'several files: one is a folder',
		files: {b: small('b', 'current-context: x')},
		env: {KUBECONFIG: '{home}:{home}/b'},
		asks: '?',
	},
	{
		title: 'several files: a file where a folder should be',
		files: {b: small('b', 'current-context: x')},
		env: {KUBECONFIG: '{home}/b/config:{home}/b'},
		asks: '?',
	},
	{
		title: 'several files: a name that is too long',
		files: {b: small('b', 'current-context: x')},
		env: {KUBECONFIG: `{home}/${'x'.repeat(300)}:{home}/b`},
		asks: '?',
	},
	{
		title: 'several files: one is broken',
		files: {a: 'clusters: [', b: small('b', 'current-context: x')},
		env: {KUBECONFIG: '{home}/a:{home}/b'},
		asks: '?',
	},
	{title: 'no current context', files: {'.kube/config': small('a')}, asks: '?'},
	{
		title: 'no current context, and --server',
		files: {'.kube/config': small('a')},
		flags: ['--server', 'http://{plain}'],
		asks: '?',
	},
	{
		title: 'no current context, and --cluster and --user',
		files: {'.kube/config': small('a')},
		flags: ['--cluster', 'c', '--user', 'u'],
		asks: '?',
	},
	{
		title: 'a current context that is not there',
		files: {'.kube/config': small('a', 'current-context: lost')},
		asks: '?',
	},
	{
		title: 'a current context that is not there, and --server',
		files: {'.kube/config': small('a', 'current-context: lost')},
		flags: ['--server', 'http://{plain}'],
		asks: '?',
	},
	{title: 'nothing', asks: '?'},
	{title: 'nothing but KUBERNETES_MASTER', env: {KUBERNETES_MASTER: 'http://{plain}'}, asks: '?'},
	{
		title: 'KUBERNETES_MASTER, and a cluster without server',
		files,
		env: {KUBERNETES_MASTER: 'https://{tls}'},
		flags: ['--context', 'nowhere'],
		asks: '?',
	},
	{
		title: 'KUBERNETES_MASTER, and a context without cluster',
		files,
		env: {KUBERNETES_MASTER: 'http://{plain}'},
		flags: ['--context', 'no-cluster'],
		asks: '?',
	},
	{title: '--server alone', flags: ['--server', 'http://{plain}'], asks: '?'},
	{
		title: '--server, --token and --certificate-authority alone',
		flags: ['--server', 'https://{tls}', '--token', 'given', '--certificate-authority', '{ca}'],
		asks: '?',
	},
	{
		title: 'kind of another object',
		files: {'.kube/config': small('a', 'current-context: x\nkind: Secret\napiVersion: v1')},
		asks: '?',
	},
	{
		title: 'an apiVersion of the future',
		files: {'.kube/config': small('a', 'current-context: x\nkind: Config\napiVersion: v2')},
		asks: '?',
	},
	{
		title: 'a name twice in one file',
		files: {
			'.kube/config': small('a', 'current-context: x').replace('users: [', 'users: [{name: u, user: {token: other}}, '),
		},
		asks: '?',
	},
	{title: 'a key twice', files: {'.kube/config': small('a', 'current-context: x\ncurrent-context: x')}, asks: '?'},
	{
		title: 'two documents',
		files: {'.kube/config': small('a', 'current-context: x\n---\ncurrent-context: y')},
		asks: '?',
	},
	{
		title: 'an entry without name',
		files: {'.kube/config': small('a', 'current-context: x').replace('users: [', 'users: [{user: {token: t}}, ')},
		asks: '?',
	},
	{
		title: 'clusters that are no list',
		files: {'.kube/config': 'clusters: foo\ncurrent-context: x'},
		flags: ['--server', 'http://{plain}'],
		asks: '?',
	},
	{title: 'a token that is a number', files: {'.kube/config': small('123', 'current-context: x')}, asks: '?'},
	{
		title: 'insecure-skip-tls-verify in quotes',
		files: {
			'.kube/config': small('a', 'current-context: x').replace(
				'certificate-authority: "{ca}"',
				'insecure-skip-tls-verify: "true"',
			),
		},
		asks: '?',
	},
	{
		title: 'insecure-skip-tls-verify: yes',
		files: {
			'.kube/config': small('a', 'current-context: x').replace(
				'certificate-authority: "{ca}"',
				'insecure-skip-tls-verify: yes',
			),
		},
		asks: '?',
	},
	{title: 'an unknown field', files: {'.kube/config': small('a', 'current-context: x\nfoo: bar')}, asks: '?'},
	{
		title: 'JSON',
		files: {
			'.kube/config': JSON.stringify({
				clusters: [{name: 'c', cluster: {server: 'http://{plain}'}}],
				contexts: [{name: 'x', context: {cluster: 'c'}}],
				'current-context': 'x',
			}),
		},
		asks: '?',
	},
	{title: 'CRLF', files: {'.kube/config': small('a', 'current-context: x\n').replaceAll('\n', '\r\n')}, asks: '?'},
	{title: 'a BOM before YAML', files: {'.kube/config': `\uFEFF${small('a', 'current-context: x').trim()}`}, asks: '?'},
	{
		title: 'a BOM before JSON',
		files: {
			'.kube/config': `\uFEFF${JSON.stringify({clusters: [{name: 'c', cluster: {server: 'http://{plain}'}}], contexts: [{name: 'x', context: {cluster: 'c'}}], 'current-context': 'x'})}`,
		},
		asks: '?',
	},
	{title: 'in a pod', files: pod.files, env: inPod, asks: '?'},
	{title: 'in a pod: POD_NAMESPACE', files: pod.files, env: {...inPod, POD_NAMESPACE: 'mine'}, asks: '?'},
	{title: 'in a pod: -n', files: pod.files, env: inPod, flags: ['-n', 'mine'], asks: '?'},
	{title: 'in a pod: --token', files: pod.files, env: inPod, flags: ['--token', 'given'], asks: '?'},
	{title: 'in a pod: --as', files: pod.files, env: inPod, flags: ['--as', 'jane'], asks: '?'},
	{title: 'in a pod: --server', files: pod.files, env: inPod, flags: ['--server', 'http://{plain}'], asks: '?'},
	{title: 'in a pod: --request-timeout', files: pod.files, env: inPod, flags: ['--request-timeout', '9s'], asks: '?'},
	{title: 'in a pod: a kubeconfig', files: {...home, ...pod.files}, env: inPod, asks: '?'},
	{
		title: 'in a pod: a kubeconfig whose context has no namespace',
		files: {...home, ...pod.files},
		env: inPod,
		flags: ['--context', 'named'],
		asks: '?',
	},
	{
		title: 'in a pod: a kubeconfig whose context has no namespace, and POD_NAMESPACE',
		files: {...home, ...pod.files},
		env: {...inPod, POD_NAMESPACE: 'mine'},
		flags: ['--context', 'named'],
		asks: '?',
	},
	{
		title: 'in a pod: a context with namespace default',
		files: {...home, ...pod.files},
		env: {...inPod, POD_NAMESPACE: 'mine'},
		flags: ['--context', 'explicit'],
		asks: '?',
	},
	{
		title: 'in a pod: an empty kubeconfig',
		files: {...pod.files, a: ''},
		env: inPod,
		flags: ['--kubeconfig', '{home}/a'],
		asks: '?',
	},
	{title: 'in a pod: no current context', files: {...pod.files, '.kube/config': small('a')}, env: inPod, asks: '?'},
	{
		title: 'in a pod: KUBERNETES_MASTER',
		files: pod.files,
		env: {...inPod, KUBERNETES_MASTER: 'http://{plain}'},
		asks: '?',
	},
	{
		title: 'in a pod of IPv6',
		files: pod.files,
		env: {KUBERNETES_SERVICE_HOST: '::1', KUBERNETES_SERVICE_PORT: '{v6Port}'},
		asks: '?',
	},
	{title: 'in a pod without token', files: {'serviceaccount/namespace': 'team'}, env: inPod, asks: '?'},
	{title: 'in a pod without authority', files: {'serviceaccount/token': 't'}, env: inPod, asks: '?'},
	{
		title: 'in a pod without namespace',
		files: {'serviceaccount/token': 't', 'serviceaccount/ca.crt': '{caPem}'},
		env: inPod,
		asks: '?',
	},
];
