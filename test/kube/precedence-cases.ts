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
	{title: 'the current context', files, asks: 'tls dev token=anns'},
	{title: '--context', files, flags: ['--context', 'prod'], asks: 'other/k8s/clusters/c-abc default basic=bob:hunter2'},
	{title: '--context that is not there', files, flags: ['--context', 'nope'], asks: 'refused'},
	{title: '--cluster', files, flags: ['--cluster', 'other'], asks: 'other/k8s/clusters/c-abc dev token=anns'},
	{title: '--cluster that is not there', files, flags: ['--cluster', 'nope'], asks: 'refused'},
	{
		title: '--cluster that is not there, and --server',
		files,
		flags: ['--cluster', 'nope', '--server', 'https://{tls}'],
		asks: 'refused',
	},
	{title: '--user', files, flags: ['--user', 'bob'], asks: 'tls dev basic=bob:hunter2'},
	{title: '--user that is not there', files, flags: ['--user', 'nope'], asks: 'refused'},
	{title: '-n over the context', files, flags: ['-n', 'mine'], asks: 'tls mine token=anns'},
	{
		title: 'no namespace in the context',
		files,
		flags: ['--context', 'named'],
		asks: 'tls default sni=api.test token=anns',
	},
	{
		title: 'POD_NAMESPACE outside a pod',
		files,
		env: {POD_NAMESPACE: 'pods'},
		flags: ['--context', 'named'],
		asks: 'tls default sni=api.test token=anns',
	},
	{title: '-n that is a step up a path', files, flags: ['-n', '..'], asks: 'refused'},
	{title: '-n that is a path', files, flags: ['-n', 'a/b'], asks: 'refused'},
	{title: '-n that is a path, encoded', files, flags: ['-n', 'a%2fb'], asks: 'refused'},
	{
		title: 'a context whose namespace is a step up a path',
		files: {'.kube/config': small('..', 'current-context: x')},
		asks: 'refused',
	},
	{title: 'a context whose cluster is not there', files, flags: ['--context', 'lost'], asks: 'refused'},
	{
		title: 'a context whose cluster is not there, and --server',
		files,
		flags: ['--context', 'lost', '--server', 'https://{tls}', '--certificate-authority', '{ca}'],
		asks: 'tls default token=anns',
	},
	{title: 'a context without cluster', files, flags: ['--context', 'no-cluster'], asks: 'refused'},
	{
		title: 'a context without cluster, and --cluster',
		files,
		flags: ['--context', 'no-cluster', '--cluster', 'tls'],
		asks: 'tls default token=anns',
	},
	{title: 'a context whose user is not there', files, flags: ['--context', 'stranger'], asks: 'refused'},
	{
		title: 'a context whose user is not there, and --token',
		files,
		flags: ['--context', 'stranger', '--token', 'given'],
		asks: 'tls default token=given',
	},
	{
		title: 'a context without user',
		files,
		flags: ['--context', 'no-user'],
		asks: 'tls default',
		kubectl: {
			asks: 'refused',
			why: 'kubectl asks for a name and password, as only kubectl does; we ask nothing, and the server decides',
		},
	},
	{
		title: 'a context without user, and --user',
		files,
		flags: ['--context', 'no-user', '--user', 'ann'],
		asks: 'tls default token=anns',
	},
	{title: 'a cluster without server', files, flags: ['--context', 'nowhere'], asks: 'refused'},
	{title: '--server', files, flags: ['--server', 'https://{other}'], asks: 'other dev token=anns'},
	{
		title: '--server with a path',
		files,
		flags: ['--server', 'https://{other}/k8s/x'],
		asks: 'other/k8s/x dev token=anns',
	},
	{
		title: '--server with slashes at its end',
		files,
		flags: ['-s', 'https://{other}/k8s/x//'],
		asks: 'other/k8s/x dev token=anns',
	},
	{title: '--server with a query', files, flags: ['-s', 'https://{other}/k8s?a=b#c'], asks: 'other/k8s dev token=anns'},
	{title: '--server in capitals', files, flags: ['-s', 'HTTPS://{other}'], asks: 'other dev token=anns'},
	{title: '--server without scheme', files, flags: ['--server', '{plain}', '--cluster', 'plain'], asks: 'plain dev'},
	{
		title: '--server without scheme, where an authority is known',
		files,
		flags: ['--server', '{tls}'],
		asks: 'tls dev token=anns',
		kubectl: {asks: 'refused', why: 'kubectl goes on without TLS; who names an authority means TLS'},
	},
	{
		title: '--server without scheme, to a plain server, where an authority is known',
		files,
		flags: ['--server', '{plain}'],
		asks: 'refused',
		kubectl: {asks: 'plain dev', why: 'kubectl goes on without TLS; who names an authority means TLS'},
	},
	{
		title: '--server of IPv6',
		files,
		flags: ['--server', 'https://{v6}', '--insecure-skip-tls-verify'],
		asks: 'v6 dev token=anns',
	},
	{
		title: '--server of IPv6 with a zone',
		files,
		flags: ['--server', 'https://[::1%25lo]:{v6Port}', '--insecure-skip-tls-verify'],
		asks: 'v6 dev token=anns',
	},
	{
		title: '--server of IPv6 with a zone that is not encoded',
		files,
		flags: ['--server', 'https://[::1%lo]:{v6Port}', '--insecure-skip-tls-verify'],
		asks: 'refused',
	},
	{
		title: '--server of IPv6 without brackets',
		files,
		flags: ['--server', 'https://::1:{v6Port}', '--insecure-skip-tls-verify'],
		asks: 'refused',
	},
	{title: '--server of an unknown scheme', files, flags: ['--server', 'ftp://{plain}'], asks: 'refused'},
	{
		title: '--server with a name and password',
		files,
		flags: ['--server', 'https://joe:secret@{tls}', '--context', 'no-user'],
		asks: 'tls default basic=joe:secret',
		kubectl: {asks: 'refused', why: 'kubectl asks for a name and password though the URL holds them'},
	},
	{
		title: '--server with a name and password, and a token',
		files,
		flags: ['--server', 'https://joe:secret@{tls}'],
		asks: 'tls dev basic=joe:secret',
	},
	{title: 'an empty --server', files, flags: ['--server='], asks: 'tls dev token=anns'},
	{
		title: '--server drops the tls-server-name',
		files,
		flags: ['--context', 'named', '--server', 'https://{tls}'],
		asks: 'tls default token=anns',
	},
	{title: 'tls-server-name', files, flags: ['--context', 'named'], asks: 'tls default sni=api.test token=anns'},
	{
		title: '--tls-server-name',
		files,
		flags: ['--tls-server-name', 'api.test'],
		asks: 'tls dev sni=api.test token=anns',
	},
	{
		title: '--tls-server-name with a dot at its end',
		files,
		flags: ['--tls-server-name', 'api.test.'],
		asks: 'tls dev sni=api.test token=anns',
	},
	{
		title: '--tls-server-name that is an address',
		files,
		flags: ['--tls-server-name', '127.0.0.1'],
		asks: 'tls dev token=anns',
	},
	{
		title: '--tls-server-name that is the address of another',
		files,
		flags: ['--tls-server-name', '127.0.0.2'],
		asks: 'refused',
	},
	{title: '--tls-server-name of another', files, flags: ['--tls-server-name', 'other.test'], asks: 'refused'},
	{title: 'no secrets without TLS', files, flags: ['--context', 'plain'], asks: 'plain default'},
	{title: '--as without TLS', files, flags: ['--context', 'plain', '--as', 'jane'], asks: 'plain default user=jane'},
	{title: 'insecure-skip-tls-verify', files, flags: ['--context', 'insecure'], asks: 'other default token=anns'},
	{title: 'insecure-skip-tls-verify beside an authority', files, flags: ['--context', 'both'], asks: 'refused'},
	{
		title: '--insecure-skip-tls-verify beside the file’s authority',
		files,
		flags: ['--insecure-skip-tls-verify'],
		asks: 'tls dev token=anns',
	},
	{
		title: '--insecure-skip-tls-verify=false',
		files,
		flags: ['--context', 'insecure', '--insecure-skip-tls-verify=false'],
		asks: 'other default token=anns',
	},
	{
		title: '--certificate-authority beside the file’s insecure-skip-tls-verify',
		files,
		flags: ['--context', 'insecure', '--certificate-authority', '{ca}'],
		asks: 'other default token=anns',
	},
	{
		title: '--certificate-authority and --insecure-skip-tls-verify',
		files,
		flags: ['--certificate-authority', '{ca}', '--insecure-skip-tls-verify'],
		asks: 'refused',
	},
	{
		title: '--certificate-authority over certificate-authority-data',
		files,
		flags: ['--context', 'prod', '--certificate-authority', '{home}/other-token'],
		asks: 'refused',
	},
	{
		title: '--certificate-authority that is not there',
		files,
		flags: ['--certificate-authority', '{home}/lost'],
		asks: 'refused',
	},
	{title: 'a token', files, flags: ['--user', 'ann'], asks: 'tls dev token=anns'},
	{title: '--token', files, flags: ['--token', 'given'], asks: 'tls dev token=given'},
	{
		title: '--token over a password',
		files,
		flags: ['--user', 'bob', '--token', 'given'],
		asks: 'tls dev token=given',
		kubectl: {asks: 'refused', why: 'a token given by hand is meant, whoever the user is in the file'},
	},
	{
		title: '--token over a token file',
		files,
		flags: ['--user', 'file', '--token', 'given'],
		asks: 'tls dev token=given',
		kubectl: {asks: 'tls dev token=filed', why: 'kubectl takes the file; a token given by hand is meant'},
	},
	{title: '--token over a plugin', files, flags: ['--user', 'exec', '--token', 'given'], asks: 'tls dev token=given'},
	{
		title: '--token beside a certificate',
		files,
		flags: ['--user', 'cert', '--token', 'given'],
		asks: 'tls dev certificate=client token=given',
	},
	{title: 'a token file', files, flags: ['--user', 'file'], asks: 'tls dev token=filed'},
	{title: 'a token file over a token', files, flags: ['--user', 'token-and-file'], asks: 'tls dev token=filed'},
	{
		title: 'a token file that is not there, and a token',
		files,
		flags: ['--user', 'token-and-lost-file'],
		asks: 'tls dev token=kept',
	},
	{title: 'an empty token file', files, flags: ['--user', 'empty-file'], asks: 'refused'},
	{title: 'a token and a password', files, flags: ['--user', 'token-and-basic'], asks: 'refused'},
	{title: 'a token file and a password', files, flags: ['--user', 'file-and-basic'], asks: 'refused'},
	{title: 'a certificate', files, flags: ['--user', 'cert'], asks: 'tls dev certificate=client'},
	{
		title: 'a certificate and a token',
		files,
		flags: ['--user', 'cert-and-token'],
		asks: 'tls dev certificate=client token=kept',
	},
	{title: 'a certificate without key', files, flags: ['--user', 'cert-alone'], asks: 'refused'},
	{title: 'a key without certificate', files, flags: ['--user', 'key-alone'], asks: 'tls dev token=kept'},
	{title: 'a certificate twice', files, flags: ['--user', 'cert-twice'], asks: 'refused'},
	{
		title: '--client-certificate and --client-key',
		files,
		flags: ['--client-certificate', '{certificate}', '--client-key', '{key}'],
		asks: 'tls dev certificate=client token=anns',
	},
	{
		title: '--client-certificate over the file’s',
		files,
		flags: ['--user', 'cert', '--client-certificate', '{home}/other-token'],
		asks: 'refused',
	},
	{
		title: '--client-key over the file’s data',
		files,
		flags: ['--user', 'cert', '--client-key', '{key}'],
		asks: 'tls dev certificate=client',
	},
	{title: 'a credential plugin', files, flags: ['--user', 'exec'], asks: 'tls dev token=issued'},
	{title: 'a token over a credential plugin', files, flags: ['--user', 'exec-and-token'], asks: 'tls dev token=kept'},
	{
		title: 'a certificate over a credential plugin',
		files,
		flags: ['--user', 'exec-and-cert'],
		asks: 'tls dev certificate=client',
	},
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
		asks: 'tls dev token=anns extra-k=1, 2 group=a, b uid=7 user=jane',
	},
	{
		title: '--as over as',
		files,
		flags: ['--context', 'as', '--as', 'joe'],
		asks: 'tls default token=kept extra-reason=audit extra-scope=a group=devs uid=7 user=joe',
	},
	{
		title: 'as',
		files,
		flags: ['--context', 'as'],
		asks: 'tls default token=kept extra-reason=audit extra-scope=a group=devs uid=7 user=jane',
	},
	{
		title: '--as-group over as-groups',
		files,
		flags: ['--context', 'as', '--as-group', 'ops'],
		asks: 'tls default token=kept extra-reason=audit extra-scope=a group=ops uid=7 user=jane',
	},
	{
		title: '--as-user-extra beside as-user-extra',
		files,
		flags: ['--context', 'as', '--as-user-extra', 'scope=b'],
		asks: 'tls default token=kept extra-reason=audit extra-scope=b group=devs uid=7 user=jane',
	},
	{title: '--as-group alone', files, flags: ['--as-group', 'ops'], asks: 'refused'},
	{title: 'as-groups alone', files, flags: ['--user', 'groups'], asks: 'refused'},
	{title: '--as of a name beyond ASCII', files, flags: ['--as', 'jürgen'], asks: 'tls dev token=anns user=jÃ¼rgen'},
	{title: '--as with a line break', files, flags: ['--as', 'a\nb'], asks: 'refused'},
	{title: 'a token with a line break', files, flags: ['--token', 'a\nb'], asks: 'refused'},
	{
		title: 'a token beyond ASCII',
		files,
		flags: ['--token', 'größe'],
		asks: 'refused',
		kubectl: {
			asks: 'tls dev token=grÃ¶Ãe',
			why: 'no token has such characters, so the server would refuse it with less to say',
		},
	},
	{
		title: 'KUBECONFIG over ~/.kube/config',
		files: {...home, a: small('a', 'current-context: x')},
		env: {KUBECONFIG: '{home}/a'},
		asks: 'tls/a a token=a',
	},
	{
		title: '--kubeconfig over KUBECONFIG',
		files: {...home, a: small('a', 'current-context: x'), b: small('b', 'current-context: x')},
		env: {KUBECONFIG: '{home}/a'},
		flags: ['--kubeconfig', '{home}/b'],
		asks: 'tls/b b token=b',
	},
	{
		title: 'an empty --kubeconfig',
		files: {...home, a: small('a', 'current-context: x')},
		env: {KUBECONFIG: '{home}/a'},
		flags: ['--kubeconfig='],
		asks: 'tls/a a token=a',
	},
	{title: 'an empty KUBECONFIG', files, env: {KUBECONFIG: ''}, asks: 'tls dev token=anns'},
	{title: '--kubeconfig that is not there', files, flags: ['--kubeconfig', '{home}/lost'], asks: 'refused'},
	{title: '--kubeconfig that is a folder', files, flags: ['--kubeconfig', '{home}/.kube'], asks: 'refused'},
	{title: 'an empty file', files: {...home, a: ''}, flags: ['--kubeconfig', '{home}/a'], asks: 'refused'},
	{
		title: 'several files: the first says most',
		files: {a: small('a'), b: small('b', 'current-context: x')},
		env: {KUBECONFIG: '{home}/a:{home}/b'},
		asks: 'tls/a a token=a',
	},
	{
		title: 'several files: one is not there, one is named twice, one is nothing',
		files: {b: small('b', 'current-context: x')},
		env: {KUBECONFIG: '{home}/lost::{home}/b:{home}/b'},
		asks: 'tls/b b token=b',
	},
	{title: 'several files: none is there', files, env: {KUBECONFIG: '{home}/lost:{home}/lost2'}, asks: 'refused'},
	{
		title: 'several files: one is a folder',
		files: {b: small('b', 'current-context: x')},
		env: {KUBECONFIG: '{home}:{home}/b'},
		asks: 'refused',
	},
	{
		title: 'several files: a file where a folder should be',
		files: {b: small('b', 'current-context: x')},
		env: {KUBECONFIG: '{home}/b/config:{home}/b'},
		asks: 'refused',
	},
	{
		title: 'several files: a name that is too long',
		files: {b: small('b', 'current-context: x')},
		env: {KUBECONFIG: `{home}/${'x'.repeat(300)}:{home}/b`},
		asks: 'refused',
	},
	{
		title: 'several files: one is broken',
		files: {a: 'clusters: [', b: small('b', 'current-context: x')},
		env: {KUBECONFIG: '{home}/a:{home}/b'},
		asks: 'refused',
	},
	{title: 'no current context', files: {'.kube/config': small('a')}, asks: 'refused'},
	{
		title: 'no current context, and --server',
		files: {'.kube/config': small('a')},
		flags: ['--server', 'http://{plain}'],
		asks: 'plain default',
	},
	{
		title: 'no current context, and --cluster and --user',
		files: {'.kube/config': small('a')},
		flags: ['--cluster', 'c', '--user', 'u'],
		asks: 'tls/a default token=a',
	},
	{
		title: 'a current context that is not there',
		files: {'.kube/config': small('a', 'current-context: lost')},
		asks: 'refused',
	},
	{
		title: 'a current context that is not there, and --server',
		files: {'.kube/config': small('a', 'current-context: lost')},
		flags: ['--server', 'http://{plain}'],
		asks: 'refused',
	},
	{title: 'nothing', asks: 'refused'},
	{title: 'nothing but KUBERNETES_MASTER', env: {KUBERNETES_MASTER: 'http://{plain}'}, asks: 'plain default'},
	{
		title: 'KUBERNETES_MASTER, and a cluster without server',
		files,
		env: {KUBERNETES_MASTER: 'https://{tls}'},
		flags: ['--context', 'nowhere'],
		asks: 'tls default token=anns',
	},
	{
		title: 'KUBERNETES_MASTER, and a context without cluster',
		files,
		env: {KUBERNETES_MASTER: 'http://{plain}'},
		flags: ['--context', 'no-cluster'],
		asks: 'plain default',
	},
	{title: '--server alone', flags: ['--server', 'http://{plain}'], asks: 'plain default'},
	{
		title: '--server, --token and --certificate-authority alone',
		flags: ['--server', 'https://{tls}', '--token', 'given', '--certificate-authority', '{ca}'],
		asks: 'tls default token=given',
	},
	{
		title: 'kind of another object',
		files: {'.kube/config': small('a', 'current-context: x\nkind: Secret\napiVersion: v1')},
		asks: 'refused',
	},
	{
		title: 'an apiVersion of the future',
		files: {'.kube/config': small('a', 'current-context: x\nkind: Config\napiVersion: v2')},
		asks: 'refused',
	},
	{
		title: 'a name twice in one file',
		files: {
			'.kube/config': small('a', 'current-context: x').replace('users: [', 'users: [{name: u, user: {token: other}}, '),
		},
		asks: 'refused',
	},
	{
		title: 'a key twice',
		files: {'.kube/config': small('a', 'current-context: x\ncurrent-context: x')},
		asks: 'tls/a a token=a',
	},
	{
		title: 'two documents',
		files: {'.kube/config': small('a', 'current-context: x\n---\ncurrent-context: y')},
		asks: 'tls/a a token=a',
	},
	{
		title: 'an entry without name',
		files: {'.kube/config': small('a', 'current-context: x').replace('users: [', 'users: [{user: {token: t}}, ')},
		asks: 'tls/a a token=a',
	},
	{
		title: 'an entry that is null',
		files: {'.kube/config': small('a', 'current-context: x').replace('users: [', 'users: [null, ')},
		asks: 'tls/a a token=a',
	},
	{
		title: 'groups to impersonate that are no list',
		files: {
			'.kube/config': small('a', 'current-context: x').replace('token: a', 'token: a, as: bob, as-groups: restricted'),
		},
		asks: 'refused',
	},
	{
		title: 'a plugin that is no map',
		files: {'.kube/config': small('a', 'current-context: x').replace('token: a', 'exec: []')},
		asks: 'refused',
	},
	{
		title: 'arguments of a plugin that are no list',
		files: {
			'.kube/config': small('a', 'current-context: x').replace(
				'token: a',
				'exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: x, args: tok}',
			),
		},
		asks: 'refused',
	},
	{
		title: 'clusters that are no list',
		files: {'.kube/config': 'clusters: foo\ncurrent-context: x'},
		flags: ['--server', 'http://{plain}'],
		asks: 'refused',
	},
	{title: 'a token that is a number', files: {'.kube/config': small('123', 'current-context: x')}, asks: 'refused'},
	{
		title: 'insecure-skip-tls-verify in quotes',
		files: {
			'.kube/config': small('a', 'current-context: x').replace(
				'certificate-authority: "{ca}"',
				'insecure-skip-tls-verify: "true"',
			),
		},
		asks: 'refused',
	},
	{
		title: 'insecure-skip-tls-verify: yes',
		files: {
			'.kube/config': small('a', 'current-context: x').replace(
				'certificate-authority: "{ca}"',
				'insecure-skip-tls-verify: yes',
			),
		},
		asks: 'tls/a a token=a',
	},
	{
		title: 'an unknown field',
		files: {'.kube/config': small('a', 'current-context: x\nfoo: bar')},
		asks: 'tls/a a token=a',
	},
	{
		title: 'JSON',
		files: {
			'.kube/config': JSON.stringify({
				clusters: [{name: 'c', cluster: {server: 'http://{plain}'}}],
				contexts: [{name: 'x', context: {cluster: 'c'}}],
				'current-context': 'x',
			}),
		},
		asks: 'plain default',
	},
	{
		title: 'YAML that looks like JSON',
		files: {
			'.kube/config': `{clusters: [{name: c, cluster: {server: 'http://{plain}'}}], contexts: [{name: x, context: {cluster: c}}], current-context: x,}`,
		},
		asks: 'plain default',
	},
	{
		title: 'CRLF',
		files: {'.kube/config': small('a', 'current-context: x\n').replaceAll('\n', '\r\n')},
		asks: 'tls/a a token=a',
	},
	{
		title: 'a BOM before YAML',
		files: {'.kube/config': `\uFEFF${small('a', 'current-context: x').trim()}`},
		asks: 'tls/a a token=a',
	},
	{
		title: 'a BOM before JSON',
		files: {
			'.kube/config': `\uFEFF${JSON.stringify({clusters: [{name: 'c', cluster: {server: 'http://{plain}'}}], contexts: [{name: 'x', context: {cluster: 'c'}}], 'current-context': 'x'})}`,
		},
		asks: 'plain default',
	},
	{title: 'in a pod', files: pod.files, env: inPod, asks: 'tls team token=pods'},
	{
		title: 'in a pod: POD_NAMESPACE',
		files: pod.files,
		env: {...inPod, POD_NAMESPACE: 'mine'},
		asks: 'tls mine token=pods',
	},
	{title: 'in a pod: -n', files: pod.files, env: inPod, flags: ['-n', 'mine'], asks: 'tls mine token=pods'},
	{title: 'in a pod: --token', files: pod.files, env: inPod, flags: ['--token', 'given'], asks: 'tls team token=given'},
	{
		title: 'in a pod: --as',
		files: pod.files,
		env: inPod,
		flags: ['--as', 'jane'],
		asks: 'tls team token=pods user=jane',
		kubectl: {asks: 'refused', why: 'kubectl does not take the pod’s account then, and asks localhost:8080'},
	},
	{
		title: 'in a pod: --server',
		files: pod.files,
		env: inPod,
		flags: ['--server', 'http://{plain}'],
		asks: 'plain team',
	},
	{
		title: 'in a pod: --request-timeout',
		files: pod.files,
		env: inPod,
		flags: ['--request-timeout', '9s'],
		asks: 'tls team token=pods',
		kubectl: {asks: 'refused', why: 'kubectl does not take the pod’s account then, and asks localhost:8080'},
	},
	{title: 'in a pod: a kubeconfig', files: {...home, ...pod.files}, env: inPod, asks: 'tls dev token=anns'},
	{
		title: 'in a pod: a kubeconfig whose context has no namespace',
		files: {...home, ...pod.files},
		env: inPod,
		flags: ['--context', 'named'],
		asks: 'tls team sni=api.test token=anns',
	},
	{
		title: 'in a pod: a kubeconfig whose context has no namespace, and POD_NAMESPACE',
		files: {...home, ...pod.files},
		env: {...inPod, POD_NAMESPACE: 'mine'},
		flags: ['--context', 'named'],
		asks: 'tls mine sni=api.test token=anns',
	},
	{
		title: 'in a pod: a context with namespace default',
		files: {...home, ...pod.files},
		env: {...inPod, POD_NAMESPACE: 'mine'},
		flags: ['--context', 'explicit'],
		asks: 'tls default token=anns',
	},
	{
		title: 'in a pod: an empty kubeconfig',
		files: {...pod.files, a: ''},
		env: inPod,
		flags: ['--kubeconfig', '{home}/a'],
		asks: 'tls team token=pods',
	},
	{
		title: 'in a pod: no current context',
		files: {...pod.files, '.kube/config': small('a')},
		env: inPod,
		asks: 'tls team token=pods',
	},
	{
		title: 'in a pod: KUBERNETES_MASTER',
		files: pod.files,
		env: {...inPod, KUBERNETES_MASTER: 'http://{plain}'},
		asks: 'tls team token=pods',
	},
	{
		title: 'in a pod of IPv6',
		files: pod.files,
		env: {KUBERNETES_SERVICE_HOST: '::1', KUBERNETES_SERVICE_PORT: '{v6Port}'},
		asks: 'refused',
	},
	{title: 'in a pod without token', files: {'serviceaccount/namespace': 'team'}, env: inPod, asks: 'refused'},
	{title: 'in a pod without authority', files: {'serviceaccount/token': 't'}, env: inPod, asks: 'refused'},
	{
		title: 'in a pod without namespace',
		files: {'serviceaccount/token': 't', 'serviceaccount/ca.crt': '{caPem}'},
		env: inPod,
		asks: 'tls default token=t',
	},
];
