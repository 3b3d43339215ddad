import {defaultLeaderSettings} from '../objects/leader-settings.ts';
import {kindsOf, type AppKinds} from '../ownership/permissions.ts';
import type {AppInfo} from './app.ts';
import {knownRoutemap} from './known-routemap.ts';
import type {Snapshot} from './snapshot.ts';

/** The kinds of an app; of a model under Istio where no app is chosen or its routemap cannot be read. */
export function kindsOfApp(snapshot: Snapshot | undefined, app: AppInfo | undefined): AppKinds {
	const configMap =
		app &&
		snapshot?.routemaps.find(
			({metadata}) => metadata.name === app.routemap && (metadata.namespace ?? 'default') === app.namespace,
		);
	const {types} = (app && snapshot?.settingsIn(app.namespace)) ?? defaultLeaderSettings;
	const known = configMap && knownRoutemap(configMap);
	return kindsOf(known && 'routemap' in known ? [known.routemap] : [], types);
}
