import {KubeConfig} from '@kubernetes/client-node';
import type {Credentials, Identity} from './identity.ts';
import {textField, type Entry} from './kubeconfig.ts';

/** Credentials of the auth-provider `oidc`. Heavy: loaded only by users who have it. */
export function oidcCredentials(provider: Entry): Credentials {
	const config = new KubeConfig();
	config.loadFromClusterAndUser(
		{name: 'cluster', server: 'https://unused.invalid', skipTLSVerify: false},
		{name: 'user', authProvider: structuredClone(provider)},
	);
	return {
		async identity(): Promise<Identity> {
			const options: {headers?: Record<string, string>} = {};
			await config.applyToHTTPSOptions(options);
			const authorization = textField(options.headers ?? {}, 'Authorization', 'auth-provider oidc');
			if (authorization === undefined) {
				throw new Error('the OIDC token has expired and cannot be refreshed: log in again');
			}

			return {headers: {Authorization: authorization}};
		},
		renew: () => false,
	};
}
