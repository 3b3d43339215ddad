import {httpRoutes, inferenceServices, virtualServices} from '../objects/resource.ts';
import type {CheckInput} from './check-input.ts';
import type {Finding} from './finding.ts';

const providers: Readonly<Record<string, string>> = {
	[inferenceServices.kind]: 'KServe',
	[virtualServices.kind]: 'Istio',
	[httpRoutes.kind]: "the Gateway API's custom resources",
};

/** Kinds that the server lacks and apps need; without apps, those that any app would need. */
export function kinds({apps, missingKinds}: CheckInput): readonly Finding[] {
	const needed = new Map<string, Set<string>>();
	for (const {info, routemap, types} of apps) {
		const names = [
			...(routemap?.templates ?? []).map(({gvrShort}) => gvrShort),
			...(routemap?.versions ?? []).flatMap(({resources}) => resources.map(({gvrShort}) => gvrShort)),
		];
		for (const name of names) {
			const kind = types.get(name)?.resource.kind || name;
			needed.set(kind, (needed.get(kind) ?? new Set()).add(info.name));
		}
	}

	const findings = [...missingKinds].flatMap((kind): readonly Finding[] => {
		const users = [...(needed.get(kind) ?? [])];
		if (users.length === 0) return [];
		const who = users.length === 1 ? `app ${users[0]} needs` : `${users.length} apps need`;
		return [missing(kind, `the server has no ${kind}, which ${who}`)];
	});
	return apps.length > 0 ? findings : withoutApps(missingKinds);
}

function withoutApps(missingKinds: ReadonlySet<string>): readonly Finding[] {
	const hasRoutes = !missingKinds.has(virtualServices.kind) || !missingKinds.has(httpRoutes.kind);
	return [
		...(missingKinds.has(inferenceServices.kind)
			? [{...missing(inferenceServices.kind, 'the server has no InferenceService'), severity: 'warning'} as const]
			: []),
		...(hasRoutes
			? []
			: [
					missing(
						virtualServices.kind,
						'the server has neither VirtualService nor HTTPRoute: nothing can carry a route',
					),
				]),
	];
}

function missing(kind: string, what: string): Finding {
	return {
		severity: 'broken',
		object: `kind ${kind}`,
		what,
		todo: `install ${providers[kind] ?? `what brings ${kind}`}`,
	};
}
