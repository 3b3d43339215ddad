// Runs source/cli.ts with the program of COMMAND in place of the verb `version`: `node --import THIS cli.ts`.
import {registerHooks} from 'node:module';

registerHooks({
	resolve(specifier, context, nextResolve) {
		const isVersion = specifier === './version/run.ts' && context.parentURL?.endsWith('/verbs/commands.ts');
		return isVersion
			? {url: `data:text/javascript,${encodeURIComponent(process.env.COMMAND)}`, shortCircuit: true}
			: nextResolve(specifier, context);
	},
});
